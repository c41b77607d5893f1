#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes files so that a reader sees the old text or the new one, never a part.
package enum FileReplacement {
    package static func write(_ bytes: [UInt8], to path: String) throws(StartupError) {
        let temporary = "\(path).\(getpid()).part"
        guard let file = fopen(temporary, "wb") else { throw failure(path) }
        let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        let isComplete = written == bytes.count && fflush(file) == 0 && fsync(fileno(file)) == 0
        let reason = errno
        guard fclose(file) == 0, isComplete else {
            unlink(temporary)
            throw failure(path, reason)
        }
        guard rename(temporary, path) == 0 else {
            let reason = errno
            unlink(temporary)
            throw failure(path, reason)
        }
    }

    private static func failure(_ path: String, _ code: Int32 = errno) -> StartupError {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return StartupError(.failure, "\(path): cannot be written: found \"\(reason)\", expected a writable folder")
    }
}
