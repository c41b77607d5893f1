/// What the protocol says about subjects: tokens by ".", none empty; `*` stands for one token, a last `>` for one or
/// more.
enum SubjectRules {
    private static let dot = UInt8(ascii: ".")
    private static let star = UInt8(ascii: "*")
    private static let tail = UInt8(ascii: ">")

    /// Whether `subject` may be subscribed to.
    static func isValidFilter(_ subject: String) -> Bool { check(subject, allowsWildcards: true) }

    /// Whether `subject` names exactly one subject.
    static func isValidLiteral(_ subject: String) -> Bool { check(subject, allowsWildcards: false) }

    /// Whether nats-server takes a subscription to `subject`: as a filter, but any byte may be part of a token.
    static func isSubscribable(_ subject: String) -> Bool {
        check(subject, allowsWildcards: true, allowsControls: true)
    }

    /// Whether nats-server lets a pedantic client publish to `subject`.
    static func isPublishable(_ subject: Span<UInt8>) -> Bool {
        var start = 0
        while start <= subject.count {
            let end = tokenEnd(subject, start)
            guard end > start else { return false }
            if end == start + 1, subject[start] == star || subject[start] == tail { return false }
            start = end + 1
        }
        return true
    }

    private static func check(_ subject: String, allowsWildcards: Bool, allowsControls: Bool = false) -> Bool {
        var length = 0
        var last: UInt8 = 0
        func isAllowed(atEnd: Bool) -> Bool {
            if length != 1 { return length > 0 }
            if last == tail { return allowsWildcards && atEnd }
            return last != star || allowsWildcards
        }
        for byte in subject.utf8 {
            switch byte {
            case dot:
                guard isAllowed(atEnd: false) else { return false }
                length = 0
            case 0x00, 0x20, 0x09, 0x0A, 0x0C, 0x0D:
                guard allowsControls else { return false }
                length += 1
                last = byte
            default:
                length += 1
                last = byte
            }
        }
        return isAllowed(atEnd: true)
    }

    static func hasWildcards(_ subject: String) -> Bool {
        for token in subject.utf8.split(separator: dot, omittingEmptySubsequences: false) where token.count == 1 {
            if token.first == star || token.first == tail { return true }
        }
        return false
    }

    /// Whether the literal `subject` is one that `filter` stands for.
    static func matches(_ subject: String, filter: String) -> Bool {
        let result = subject.utf8.withContiguousStorageIfAvailable { subjectBytes in
            filter.utf8.withContiguousStorageIfAvailable { matches(subjectBytes.span, filter: $0.span) }
        }
        // Strings of this target are contiguous; one that is not gets a copy.
        return (result ?? nil) ?? matches(Array(subject.utf8).span, filter: Array(filter.utf8).span)
    }

    /// Byte by byte, without making tokens: a watch of a large bucket asks this for each of its keys.
    private static func matches(_ subject: Span<UInt8>, filter: Span<UInt8>) -> Bool {
        var position = 0
        var wanted = 0
        while true {
            let wantedEnd = tokenEnd(filter, wanted)
            let isOneByte = wantedEnd == wanted + 1
            if isOneByte, filter[wanted] == tail, wantedEnd == filter.count { return true }
            let end = tokenEnd(subject, position)
            if !(isOneByte && filter[wanted] == star) {
                guard end - position == wantedEnd - wanted else { return false }
                for offset in 0..<(end - position) where subject[position + offset] != filter[wanted + offset] {
                    return false
                }
            }
            if wantedEnd == filter.count || end == subject.count {
                return wantedEnd == filter.count && end == subject.count
            }
            position = end + 1
            wanted = wantedEnd + 1
        }
    }

    private static func tokenEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != dot { end += 1 }
        return end
    }

    /// Whether every subject that `inner` stands for is one that `outer` stands for.
    static func isSubset(_ inner: String, of outer: String) -> Bool {
        var inners = Tokens(inner)
        var outers = Tokens(outer)
        while let wanted = outers.next() {
            guard let found = inners.next() else { return false }
            if wanted.isTail, outers.isAtEnd { return true }
            if found.isTail { return false }
            if wanted.isStar { continue }
            guard !found.isStar, wanted.bytes.elementsEqual(found.bytes) else { return false }
        }
        return inners.isAtEnd
    }

    /// Whether there is a subject that both stand for.
    static func overlap(_ one: String, _ other: String) -> Bool {
        var ones = Tokens(one)
        var others = Tokens(other)
        while let left = ones.next() {
            guard let right = others.next() else { return false }
            if left.isTail || right.isTail { return true }
            guard left.isStar || right.isStar || left.bytes.elementsEqual(right.bytes) else { return false }
        }
        return others.isAtEnd
    }

    /// The tokens of a subject, as views into its bytes.
    struct Tokens {
        struct Token {
            let bytes: Substring.UTF8View
            var isStar: Bool { bytes.count == 1 && bytes.first == SubjectRules.star }
            var isTail: Bool { bytes.count == 1 && bytes.first == SubjectRules.tail }
        }
        private var rest: Substring.UTF8View?

        init(_ subject: String) { rest = subject[...].utf8 }

        var isAtEnd: Bool { rest == nil }

        mutating func next() -> Token? {
            guard let bytes = rest else { return nil }
            guard let index = bytes.firstIndex(of: SubjectRules.dot) else {
                rest = nil
                return Token(bytes: bytes)
            }
            rest = bytes[bytes.index(after: index)...]
            return Token(bytes: bytes[..<index])
        }
    }
}
