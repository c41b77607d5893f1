import JSON

/// A JSON text with the place and extent of every value in it, in one flat array.
///
/// A subschema can be applied to a value any number of times without scanning the text again, and a value that nothing
/// looks into is skipped in one step. An object's tokens are name, value, name, value; a container's come after it.
struct ValueTape {
    struct Token {
        /// The first byte: of a string, the one after the quote.
        var start: UInt32
        /// The byte after the last one: of a string, the closing quote.
        var end: UInt32
        /// The token after this value.
        var next: UInt32
        /// How many members or elements a container has.
        var count: UInt32
        var kind: JSONKind
        /// Whether a string holds escapes.
        var hasEscapes = false
        /// Whether a number is written without point and exponent.
        var isPlainInteger = false

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    private(set) var tokens: [Token] = []

    /// Reads a whole text: one value, strict JSON, well-formed UTF-8.
    init(_ json: Span<UInt8>, maximumDepth: Int) throws(JSONError) {
        guard json.count < Int(UInt32.max) else { throw JSONError(.tooDeep, in: json, at: Int(UInt32.max)) }
        if let invalid = JSONScanner.firstInvalidUTF8(json) {
            throw JSONError(.invalidUTF8, in: json, at: invalid)
        }
        tokens.reserveCapacity(json.count / 12 + 4)
        var position = 0
        JSONScanner.skipWhitespace(json, &position)
        // Comparing and hashing values recurse by their depth.
        try read(json, &position, min(maximumDepth, JSONValue.depthLimit))
        try JSONScanner.expectEnd(json, &position)
    }

    private mutating func read(
        _ json: Span<UInt8>,
        _ position: inout Int,
        _ maximumDepth: Int
    ) throws(JSONError) {
        // While a container is open its `next` holds the container around it, so that no stack is needed.
        var parent = -1
        var depth = 0
        while true {
            let start = position
            let kind = JSONScanner.kind(json, position)
            switch kind {
            case nil: throw JSONError(.expectedValue, in: json, at: position)
            case .array, .object:
                guard depth < maximumDepth else { throw JSONError(.tooDeep, in: json, at: position) }
                depth &+= 1
                position &+= 1
                append(kind ?? .array, start, start, next: parent)
                parent = tokens.count &- 1
                var isFirst = true
                if try moveToNext(json, &position, parent, &isFirst) { continue }
                parent = close(parent, position)
                depth &-= 1
            case .string:
                let raw = try JSONScanner.scanString(json, &position)
                append(.string, raw.range.lowerBound, raw.range.upperBound, hasEscapes: raw.hasEscapes)
            case .number:
                let range = try JSONScanner.scanNumber(json, &position)
                append(.number, start, position, isPlainInteger: Self.isPlainInteger(json, range))
            case .boolean:
                _ = try JSONScanner.scanBoolean(json, &position)
                append(.boolean, start, position)
            case .null:
                try JSONScanner.scanNull(json, &position)
                append(.null, start, position)
            }
            var isFirst = false
            while parent >= 0 {
                if try moveToNext(json, &position, parent, &isFirst) { break }
                parent = close(parent, position)
                depth &-= 1
            }
            if parent < 0 { return }
        }
    }

    /// Moves to the next value of a container, adding the name of a member; `false` at the container's end.
    @inline(__always)
    private mutating func moveToNext(
        _ json: Span<UInt8>,
        _ position: inout Int,
        _ parent: Int,
        _ isFirst: inout Bool
    ) throws(JSONError) -> Bool {
        if tokens[parent].kind == .object {
            guard let name = try JSONScanner.nextMember(json, &position, &isFirst) else { return false }
            append(.string, name.range.lowerBound, name.range.upperBound, hasEscapes: name.hasEscapes)
        } else {
            guard try JSONScanner.nextElement(json, &position, &isFirst) else { return false }
        }
        tokens[parent].count &+= 1
        return true
    }

    /// Closes a container and returns the one around it, -1 for none.
    private mutating func close(_ container: Int, _ position: Int) -> Int {
        let parent = tokens[container].next
        tokens[container].next = UInt32(truncatingIfNeeded: tokens.count)
        tokens[container].end = UInt32(truncatingIfNeeded: position)
        return parent == UInt32.max ? -1 : Int(parent)
    }

    @inline(__always)
    private mutating func append(
        _ kind: JSONKind,
        _ start: Int,
        _ end: Int,
        next: Int? = nil,
        hasEscapes: Bool = false,
        isPlainInteger: Bool = false
    ) {
        tokens.append(
            Token(
                start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: end),
                next: UInt32(truncatingIfNeeded: next ?? tokens.count &+ 1),
                count: 0,
                kind: kind,
                hasEscapes: hasEscapes,
                isPlainInteger: isPlainInteger
            )
        )
    }

    private static func isPlainInteger(_ json: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where json[index] == 0x2E || json[index] | 0x20 == 0x65 { return false }
        return true
    }
}
