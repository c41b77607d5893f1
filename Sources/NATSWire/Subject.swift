package import NIOCore

/// A subject or a subscription's pattern: non-empty tokens joined by dots, without spaces, tabs or line ends.
///
/// `*` as a whole token stands for any one token, `>` as the last token for one or more. Inside a longer token both are
/// ordinary characters.
package struct Subject: Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String
    /// Whether it names exactly one subject: no token is a wildcard.
    package let isLiteral: Bool

    /// `nil` if `rawValue` is no valid pattern.
    package init?(_ rawValue: String) {
        guard let isLiteral = Self.check(rawValue.utf8) else { return nil }
        self.rawValue = rawValue
        self.isLiteral = isLiteral
    }

    /// `nil` if the bytes are no valid pattern or not UTF-8.
    package init?(_ bytes: ByteBuffer) {
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else { return nil }
        self.init(text)
    }

    package var description: String { rawValue }

    /// The parts between the dots.
    package var tokens: [Substring] { rawValue.split(separator: ".", omittingEmptySubsequences: false) }

    /// Whether this pattern takes in `subject`, read as a literal: wildcards in it match only themselves or wider ones.
    package func matches(_ subject: Subject) -> Bool {
        Self.matches(pattern: rawValue.utf8, subject: subject.rawValue.utf8)
    }

    /// As above for bytes that need not be valid.
    package static func matches(
        pattern: some Collection<UInt8>,
        subject: some Collection<UInt8>
    ) -> Bool {
        var pattern = SubjectTokens(pattern)
        var subject = SubjectTokens(subject)
        while let wanted = pattern.next() {
            guard let token = subject.next(), !token.isEmpty else { return false }
            if Self.isTail(wanted), pattern.isAtEnd { return true }
            if Self.isAny(wanted) {
                // A pattern does not lie within `*` where it goes on with `>`.
                if Self.isTail(token), subject.isAtEnd { return false }
                continue
            }
            guard wanted.elementsEqual(token) else { return false }
        }
        return subject.isAtEnd
    }

    /// Whether there is any subject that both patterns take in.
    package func overlaps(_ other: Subject) -> Bool {
        var left = SubjectTokens(rawValue.utf8)
        var right = SubjectTokens(other.rawValue.utf8)
        while true {
            guard let one = left.next() else { return right.isAtEnd }
            guard let two = right.next() else { return false }
            if (Self.isTail(one) && left.isAtEnd) || (Self.isTail(two) && right.isAtEnd) { return true }
            guard Self.isAny(one) || Self.isAny(two) || one.elementsEqual(two) else { return false }
        }
    }

    /// Whether the bytes form a valid pattern, and if so whether it is literal.
    package static func check(_ bytes: some Collection<UInt8>) -> Bool? {
        var tokens = SubjectTokens(bytes)
        var isLiteral = true
        var isClosed = false
        while let token = tokens.next() {
            guard !token.isEmpty, !isClosed else { return nil }
            for byte in token {
                switch byte {
                case 0x20, 0x09, 0x0D, 0x0A, 0x00: return nil
                default: break
                }
            }
            if isAny(token) { isLiteral = false }
            if isTail(token) {
                isLiteral = false
                isClosed = true
            }
        }
        return isLiteral
    }

    private static func isAny(_ token: some Collection<UInt8>) -> Bool { token.count == 1 && token.first == 0x2A }
    private static func isTail(_ token: some Collection<UInt8>) -> Bool { token.count == 1 && token.first == 0x3E }
}

/// Walks the tokens of a subject without making strings. An empty subject has one empty token.
struct SubjectTokens<Bytes: Collection<UInt8>> {
    private let bytes: Bytes
    private var position: Bytes.Index
    private(set) var isAtEnd = false

    init(_ bytes: Bytes) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func next() -> Bytes.SubSequence? {
        guard !isAtEnd else { return nil }
        let start = position
        guard let dot = bytes[start...].firstIndex(of: 0x2E) else {
            isAtEnd = true
            return bytes[start...]
        }
        position = bytes.index(after: dot)
        return bytes[start..<dot]
    }
}
