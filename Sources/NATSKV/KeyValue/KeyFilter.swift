import NATSWire

/// Which keys a watch or a listing is about: a key, or a pattern in which `*` stands for one token and `>` as the last
/// token for one or more.
public struct KeyFilter: Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String

    /// - Throws: `keyInvalid`.
    public init(_ rawValue: String) throws(NATSError) {
        if let reason = KeyValueKey.defect(of: rawValue, isFilter: true) { throw NATSError(.keyInvalid, reason) }
        for token in rawValue.split(separator: ".") where token.count > 1 && (token.contains { "*>".contains($0) }) {
            throw NATSError(.keyInvalid, "'*' and '>' stand for whole tokens of a filter")
        }
        guard Subject(rawValue) != nil else {
            throw NATSError(.keyInvalid, "'>' is only allowed as the last token of a filter")
        }
        self.rawValue = rawValue
    }

    /// The filter that takes in exactly this key.
    public init(_ key: KeyValueKey) {
        rawValue = key.rawValue
    }

    private init(unchecked rawValue: String) {
        self.rawValue = rawValue
    }

    /// All keys.
    public static var all: KeyFilter { KeyFilter(unchecked: ">") }

    public var description: String { rawValue }

    /// Whether the filter takes in `key`.
    public func matches(_ key: KeyValueKey) -> Bool {
        Subject.matches(pattern: rawValue.utf8, subject: key.rawValue.utf8)
    }
}
