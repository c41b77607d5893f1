#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output and standard error of the commands.
enum Terminal {
    enum Stream: Int32 {
        case output = 1
        case errors = 2
    }

    /// A reader that went away must not end the process by a signal.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Columns: what `COLUMNS` or the terminal says, else 80.
    static func width(of stream: Stream) -> Int {
        if let text = getenv("COLUMNS"), let columns = Int(String(cString: text)), columns > 0 { return columns }
        var size = winsize()
        let result = ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size)
        return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    static func print(_ text: String) {
        _ = write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: .output)
    }

    static func print(_ bytes: [UInt8]) { _ = write(bytes, to: .output) }

    static func note(_ text: String) { _ = write(Array((text + "\n").utf8), to: .errors) }

    /// Ends the process with one message; with none where it is empty.
    static func fail(_ message: String, exitCode: Int32, isUsage: Bool = false) -> Never {
        if !message.isEmpty { note(isUsage ? message : "kvgraph: \(message)") }
        exit(exitCode)
    }

    /// Writes everything at once, so that a reader sees it now.
    /// - Returns: False where nobody reads any more.
    static func write(_ bytes: [UInt8], to stream: Stream) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(stream.rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
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
