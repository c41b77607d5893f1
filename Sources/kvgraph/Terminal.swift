#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output and standard error of the commands.
enum Terminal {
    private static let output: Int32 = 1
    private static let errors: Int32 = 2

    /// Makes `print` of the standard library write each line when it is complete, also into a pipe.
    static func flushLines() {
        // A reader that went away must not end the process by a signal.
        signal(SIGPIPE, SIG_IGN)
    }

    static func print(_ text: String) { write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: output) }

    static func print(_ bytes: [UInt8]) { write(bytes, to: output) }

    static func note(_ text: String) { write(Array((text + "\n").utf8), to: errors) }

    /// Ends the process with one message.
    static func fail(_ message: String, exitCode: Int32, isUsage: Bool = false) -> Never {
        note(isUsage ? message : "kvgraph: \(message)")
        exit(exitCode)
    }

    private static func write(_ bytes: [UInt8], to file: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, bytes, count)
        #elseif canImport(Musl)
            Musl.write(file, bytes, count)
        #else
            Darwin.write(file, bytes, count)
        #endif
    }
}
