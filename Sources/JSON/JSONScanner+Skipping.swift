extension JSONScanner {
    /// Skips white space and one value of any kind, checking its grammar. Uses no recursion, and allocates only where
    /// nesting exceeds 64 levels.
    ///
    /// - Parameter maximumDepth: how many arrays and objects may be open at once.
    /// - Returns: the range of the value's text.
    @inlinable
    @discardableResult
    public static func skipValue(
        _ source: Span<UInt8>,
        _ position: inout Int,
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) -> Range<Int> {
        skipWhitespace(source, &position)
        let start = position
        switch kind(source, position) {
        case .string: _ = try scanString(source, &position)
        case .number: _ = try scanNumber(source, &position)
        case .boolean: _ = try scanBoolean(source, &position)
        case .null: try scanNull(source, &position)
        case .array, .object: try skipContainer(source, &position, maximumDepth)
        case nil: throw JSONError(.expectedValue, in: source, at: position)
        }
        return start..<position
    }

    /// Checks that the whole text is one JSON value, and its UTF-8.
    public static func validate(
        _ source: Span<UInt8>,
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) {
        var position = 0
        try skipValue(source, &position, maximumDepth: maximumDepth)
        try expectEnd(source, &position)
        if let invalid = firstInvalidUTF8(source) { throw JSONError(.invalidUTF8, in: source, at: invalid) }
    }

    @usableFromInline
    static func skipContainer(
        _ source: Span<UInt8>,
        _ position: inout Int,
        _ maximumDepth: Int
    ) throws(JSONError) {
        var open = OpenContainers()
        while true {
            // The position is at the first byte of a value.
            switch kind(source, position) {
            case .string: _ = try scanString(source, &position)
            case .number: _ = try scanNumber(source, &position)
            case .boolean: _ = try scanBoolean(source, &position)
            case .null: try scanNull(source, &position)
            case nil: throw JSONError(.expectedValue, in: source, at: position)
            case .some(let container):
                guard open.depth < maximumDepth else { throw JSONError(.tooDeep, in: source, at: position) }
                position &+= 1
                let isObject = container == .object
                open.push(isObject)
                var isFirst = true
                if try moveToNext(source, &position, isObject, &isFirst) { continue }
                open.pop()
            }
            while open.depth > 0 {
                var isFirst = false
                if try moveToNext(source, &position, open.isObject, &isFirst) { break }
                open.pop()
            }
            if open.depth == 0 { return }
        }
    }

    @inline(__always)
    private static func moveToNext(
        _ source: Span<UInt8>,
        _ position: inout Int,
        _ isObject: Bool,
        _ isFirst: inout Bool
    ) throws(JSONError) -> Bool {
        isObject
            ? try nextMember(source, &position, &isFirst) != nil
            : try nextElement(source, &position, &isFirst)
    }

    /// Which of the open containers are objects: a stack of bits.
    private struct OpenContainers {
        var depth = 0
        private var bits: UInt64 = 0
        private var full: [UInt64] = []

        var isObject: Bool { bits & 1 == 1 }

        mutating func push(_ isObject: Bool) {
            if depth > 0, depth & 63 == 0 { full.append(bits) }
            bits = bits &<< 1 | (isObject ? 1 : 0)
            depth &+= 1
        }

        mutating func pop() {
            depth &-= 1
            bits &>>= 1
            if depth > 0, depth & 63 == 0 { bits = full.popLast() ?? 0 }
        }
    }
}
