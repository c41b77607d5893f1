#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whole small files, with the system's reason where one cannot be read.
package enum FileContents {
    package static func read(_ path: String, limit: Int, expected: String) throws(ConfigurationError) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw failure(path, errno, expected) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        let block = 64 << 10
        while true {
            let part = [UInt8](unsafeUninitializedCapacity: block) { buffer, count in
                count = fread(buffer.baseAddress, 1, block, file)
            }
            bytes += part
            guard bytes.count <= limit else {
                throw ConfigurationError(.path(path), found: "more than \(limit) bytes", expected: expected)
            }
            if part.count < block { break }
        }
        // A folder opens, and fails only when read.
        if ferror(file) != 0 { throw failure(path, errno, expected) }
        return bytes
    }

    private static func failure(_ path: String, _ code: Int32, _ expected: String) -> ConfigurationError {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return ConfigurationError(.path(path), found: "\"\(reason)\"", expected: expected)
    }
}
