/// A key: 1 to 3,072 bytes of letters, digits and `-/_=.`, without a dot at either end or two in a row (ADR-8).
public struct KeyValueKey: Sendable, Hashable, CustomStringConvertible {
    /// The longest key in bytes. A subject shares one protocol line of 4,096 bytes with an API prefix and an inbox.
    public static var maximumLength: Int { 3072 }

    public let rawValue: String

    /// - Throws: `keyInvalid`.
    public init(_ rawValue: String) throws(NATSError) {
        if let reason = Self.defect(of: rawValue, isFilter: false) { throw NATSError(.keyInvalid, reason) }
        self.rawValue = rawValue
    }

    /// A key as a bucket holds it, which other clients may have written by other rules.
    init(stored: String) {
        rawValue = stored
    }

    public var description: String { rawValue }

    /// Why the text is no key (or no filter); `nil` if it is one.
    static func defect(of text: String, isFilter: Bool) -> String? {
        // In place: walking over the view of a string costs five times as much a byte.
        if let found = text.utf8.withContiguousStorageIfAvailable({ defect(of: $0.span, isFilter) }) { return found }
        return defect(of: Array(text.utf8).span, isFilter)
    }

    private static func defect(of bytes: Span<UInt8>, _ isFilter: Bool) -> String? {
        let noun = isFilter ? "filter" : "key"
        guard !bytes.isEmpty else { return "a \(noun) must not be empty" }
        guard bytes.count <= maximumLength else { return "a \(noun) has at most \(maximumLength) bytes" }
        var previous: UInt8 = 0x2E
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2F, 0x5F, 0x3D: break
            case 0x2E:
                if previous == 0x2E { return "a \(noun) must not start with a dot or have two in a row" }
            case 0x2A, 0x3E:
                if !isFilter { return "a key consists of letters, digits and '-/_=.'" }
            default: return "a \(noun) consists of letters, digits and '-/_=.'"
            }
            previous = byte
        }
        return previous == 0x2E ? "a \(noun) must not end with a dot" : nil
    }
}
