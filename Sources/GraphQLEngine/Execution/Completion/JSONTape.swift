import JSON

/// The structure of one JSON text: where each value begins and ends and where the one after it stands, so that
/// projection can step over members without reading them twice.
///
/// Made in one pass that checks the whole text, UTF-8 included; whatever reads the tape can rely on it. An object's
/// entry is followed by name and value of each member, an array's by its elements.
struct JSONTape {
    struct Entry {
        /// The value with its quotes or brackets.
        var start: UInt32
        var end: UInt32
        /// The entry after this value and all that is in it.
        var next: UInt32
        var kind: JSONKind
        /// Of a string: whether a backslash is in it.
        var hasEscapes: Bool

        var range: Range<Int> { Int(start)..<Int(end) }
        /// What is between the quotes of a string.
        var string: JSONRawString { JSONRawString(range: (Int(start) &+ 1)..<(Int(end) &- 1), hasEscapes: hasEscapes) }
    }

    private var entries: [Entry] = []
    /// The innermost container whose end has not been read; the entry of each such has the next one outwards in `next`.
    private var innermost: UInt32 = Self.none
    private var depth = 0
    private static var none: UInt32 { .max }

    /// No text may be nested deeper.
    static var maximumDepth: Int { JSONScanner.defaultMaximumDepth }

    /// How many entries there is room for.
    var capacity: Int { entries.capacity }

    subscript(index: Int) -> Entry { entries[index] }

    /// Reads a whole text.
    mutating func read(_ text: Span<UInt8>) throws(JSONError) {
        if entries.isEmpty {
            entries.reserveCapacity(24)
        } else {
            entries.removeAll(keepingCapacity: true)
        }
        innermost = Self.none
        depth = 0
        guard text.count < UInt32.max else { throw JSONError(.tooDeep, in: text, at: 0) }
        if let invalid = JSONScanner.firstInvalidUTF8(text) { throw JSONError(.invalidUTF8, in: text, at: invalid) }
        var position = 0
        JSONScanner.skipWhitespace(text, &position)
        while true {
            var isFirst = try readValue(text, &position)
            while innermost != Self.none {
                if try moveToNext(text, &position, &isFirst) { break }
                closeInnermost(position)
                isFirst = false
            }
            if innermost == Self.none { break }
        }
        try JSONScanner.expectEnd(text, &position)
    }

    /// Reads a scalar, or the opening bracket of a container; true in the latter case.
    private mutating func readValue(_ text: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Bool {
        let start = position
        var hasEscapes = false
        guard let kind = JSONScanner.kind(text, position) else {
            throw JSONError(.expectedValue, in: text, at: position)
        }
        switch kind {
        case .string: hasEscapes = try JSONScanner.scanString(text, &position).hasEscapes
        case .number: _ = try JSONScanner.scanNumber(text, &position)
        case .boolean: _ = try JSONScanner.scanBoolean(text, &position)
        case .null: try JSONScanner.scanNull(text, &position)
        case .array, .object:
            guard depth < Self.maximumDepth else { throw JSONError(.tooDeep, in: text, at: position) }
            depth &+= 1
            position &+= 1
            append(kind, start, position, false)
            entries[entries.count &- 1].next = innermost
            innermost = UInt32(truncatingIfNeeded: entries.count &- 1)
            return true
        }
        append(kind, start, position, hasEscapes)
        return false
    }

    private mutating func moveToNext(
        _ text: Span<UInt8>,
        _ position: inout Int,
        _ isFirst: inout Bool
    ) throws(JSONError) -> Bool {
        if entries[Int(innermost)].kind == .array {
            return try JSONScanner.nextElement(text, &position, &isFirst)
        }
        guard let name = try JSONScanner.nextMember(text, &position, &isFirst) else { return false }
        append(.string, name.range.lowerBound &- 1, name.range.upperBound &+ 1, name.hasEscapes)
        return true
    }

    private mutating func append(_ kind: JSONKind, _ start: Int, _ end: Int, _ hasEscapes: Bool) {
        entries.append(
            Entry(
                start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: end),
                next: UInt32(truncatingIfNeeded: entries.count &+ 1),
                kind: kind,
                hasEscapes: hasEscapes
            )
        )
    }

    private mutating func closeInnermost(_ position: Int) {
        let container = Int(innermost)
        innermost = entries[container].next
        depth &-= 1
        entries[container].end = UInt32(truncatingIfNeeded: position)
        entries[container].next = UInt32(truncatingIfNeeded: entries.count)
    }
}
