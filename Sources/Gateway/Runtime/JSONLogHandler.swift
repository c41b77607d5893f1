import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes each event of the log as one JSON object in one line, in one call of `write`.
///
/// Members: `time` (RFC 3339, milliseconds, UTC), `level`, `message`, `source`, then the metadata, each under its own
/// name; where a name is one of these four it gets an underscore in front.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: Takes a whole line with its line end.
    init(write: @escaping @Sendable ([UInt8]) -> Void = JSONLogHandler.standardError) {
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        write(Self.line(event, all, time: Self.time()))
    }

    static func line(_ event: LogEvent, _ metadata: Logger.Metadata, time: String) -> [UInt8] {
        var out: [UInt8] = []
        out += "{\"time\":\"\(time)\",\"level\":\"\(event.level)\",\"message\":".utf8
        JSONText.append("\(event.message)", to: &out)
        out += ",\"source\":".utf8
        JSONText.append(event.source, to: &out)
        let taken = ["time", "level", "message", "source"]
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            out.append(UInt8(ascii: ","))
            JSONText.append(taken.contains(name) ? "_" + name : name, to: &out)
            out.append(UInt8(ascii: ":"))
            append(value, to: &out, depth: 0)
        }
        out += "}\n".utf8
        return out
    }

    private static func append(_ value: Logger.MetadataValue, to out: inout [UInt8], depth: Int) {
        guard depth < 8 else { return JSONText.append("...", to: &out) }
        switch value {
        case .string(let text): JSONText.append(text, to: &out)
        case .stringConvertible(let value): JSONText.append(value.description, to: &out)
        case .array(let values):
            out.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                append(value, to: &out, depth: depth + 1)
            }
            out.append(UInt8(ascii: "]"))
        case .dictionary(let members):
            out.append(UInt8(ascii: "{"))
            for (index, (name, value)) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                JSONText.append(name, to: &out)
                out.append(UInt8(ascii: ":"))
                append(value, to: &out, depth: depth + 1)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    /// `2026-01-31T08:05:09.042Z`.
    private static func time() -> String {
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        var seconds = clock.tv_sec
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let hours = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
        let day = date.map { padded($0, 2) }.joined(separator: "-")
        let hour = hours.map { padded($0, 2) }.joined(separator: ":")
        return "\(day)T\(hour).\(padded(Int(clock.tv_nsec) / 1_000_000, 3))Z"
    }

    private static func standardError(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                    Glibc.write(2, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                    Musl.write(2, bytes.baseAddress, bytes.count)
                #else
                    Darwin.write(2, bytes.baseAddress, bytes.count)
                #endif
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
