#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A store folder, held by this process as long as the value lives.
///
/// The hold is an operating-system lock on a file in the folder: it goes with the process, however that ends, and the
/// file itself says nothing.
struct StoreFolder: ~Copyable, Sendable {
    let path: String
    private let descriptor: Int32

    /// Creates the folder where it is not there, and takes it.
    /// - Throws: `storeLocked` where another process has it, `storeNotAccessible` where it cannot be made or opened.
    init(_ path: String) throws(EmbeddedServerError) {
        try Self.makeFolder(path)
        let lock = path + "/lock"
        let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.notAccessible(lock, "cannot open the lock file") }
        var result = flock(descriptor, LOCK_EX | LOCK_NB)
        while result != 0, errno == EINTR { result = flock(descriptor, LOCK_EX | LOCK_NB) }
        if result != 0 {
            let isHeld = errno == EWOULDBLOCK
            let error =
                isHeld
                ? EmbeddedServerError(
                    .storeLocked,
                    subject: path,
                    message: "another process uses this store folder; stop it or choose another folder"
                )
                : Self.notAccessible(lock, "cannot lock the folder")
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    private static func makeFolder(_ path: String) throws(EmbeddedServerError) {
        guard !path.isEmpty else {
            throw EmbeddedServerError(.invalidConfiguration, subject: "storage", message: "the folder's path is empty")
        }
        var prefix = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            prefix += "/" + part
            if mkdir(prefix, 0o700) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES { continue }
            throw notAccessible(prefix, "cannot create the folder")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw notAccessible(path, "cannot open the folder") }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw EmbeddedServerError(.storeNotAccessible, subject: path, message: "found a file, expected a folder")
        }
    }

    private static func notAccessible(_ path: String, _ what: String) -> EmbeddedServerError {
        let reason = String(cString: strerror(errno))
        return EmbeddedServerError(.storeNotAccessible, subject: path, message: "\(what): \(reason)")
    }

    /// The first bytes of a file; `nil` where there is no such file.
    static func head(of path: String, count: Int) throws(EmbeddedServerError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw notAccessible(path, "cannot open the file")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = read(descriptor, &bytes, count)
        guard got >= 0 else { throw notAccessible(path, "cannot read the file") }
        return Array(bytes.prefix(got))
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func remove(_ path: String) { unlink(path) }

    /// Renames a file whose bytes, and whose name, are then on the disk.
    static func publish(_ path: String, as name: String) throws(EmbeddedServerError) {
        try sync(path)
        guard rename(path, name) == 0 else { throw notAccessible(name, "cannot create the file") }
        let folder = name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "."
        try sync(folder.isEmpty ? "/" : folder)
    }

    private static func sync(_ path: String) throws(EmbeddedServerError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw notAccessible(path, "cannot open the file") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw notAccessible(path, "cannot write the file") }
    }
}
