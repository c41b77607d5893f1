extension JSONValue {
    /// Reads a whole text, which must be one JSON value and white space (RFC 8259, UTF-8, no byte order mark).
    ///
    /// Of members of the same name the last value counts, at the place of the first.
    /// - Parameter maximumDepth: how many arrays and objects may be open at once, at most ``depthLimit``.
    public init(
        parsing text: Span<UInt8>,
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) {
        var position = 0
        self = try Self.read(text, &position, maximumDepth: maximumDepth)
        try JSONScanner.expectEnd(text, &position)
    }

    /// Reads a whole text, as ``init(parsing:maximumDepth:)`` for a span does.
    public init(
        parsing text: [UInt8],
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) {
        try self.init(parsing: text.span, maximumDepth: maximumDepth)
    }

    /// Reads a whole text, as ``init(parsing:maximumDepth:)`` for a span does.
    public init(
        parsing text: String,
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }

    /// Reads one value at `position`, after white space, and moves past it. Uses no recursion.
    public static func read(
        _ text: Span<UInt8>,
        _ position: inout Int,
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) -> JSONValue {
        let limit = min(maximumDepth, depthLimit)
        var open: [OpenContainer] = []
        JSONScanner.skipWhitespace(text, &position)
        while true {
            var value: JSONValue
            switch JSONScanner.kind(text, position) {
            case nil: throw JSONError(.expectedValue, in: text, at: position)
            case .array:
                guard open.count < limit else { throw JSONError(.tooDeep, in: text, at: position) }
                position += 1
                open.append(OpenContainer(isObject: false))
                if try open[open.count - 1].moveToNext(text, &position) { continue }
                value = .array([])
                open.removeLast()
            case .object:
                guard open.count < limit else { throw JSONError(.tooDeep, in: text, at: position) }
                position += 1
                open.append(OpenContainer(isObject: true))
                if try open[open.count - 1].moveToNext(text, &position) { continue }
                value = .object(JSONObject())
                open.removeLast()
            case .some(let kind): value = try readScalar(text, &position, kind)
            }
            while !open.isEmpty {
                open[open.count - 1].add(value)
                if try open[open.count - 1].moveToNext(text, &position) { break }
                value = open.removeLast().value
            }
            if open.isEmpty { return value }
        }
    }

    private static func readScalar(
        _ text: Span<UInt8>,
        _ position: inout Int,
        _ kind: JSONKind
    ) throws(JSONError) -> JSONValue {
        switch kind {
        case .number:
            return .number(JSONNumber(text, try JSONScanner.scanNumber(text, &position)))
        case .boolean:
            return .bool(try JSONScanner.scanBoolean(text, &position))
        case .string:
            let raw = try JSONScanner.scanString(text, &position)
            return .string(try JSONScanner.decode(text, raw))
        case .null, .array, .object:
            try JSONScanner.scanNull(text, &position)
            return .null
        }
    }

    /// An array or object whose end has not been read yet.
    private struct OpenContainer {
        let isObject: Bool
        private var isFirst = true
        private var name = ""
        private var elements: [JSONValue] = []
        private var members = JSONObject()

        init(isObject: Bool) { self.isObject = isObject }

        var value: JSONValue { isObject ? .object(members) : .array(elements) }

        mutating func add(_ value: JSONValue) {
            if isObject { members[name] = value } else { elements.append(value) }
        }

        /// Moves to the next value, or past the end and returns `false`.
        mutating func moveToNext(_ text: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Bool {
            if !isObject { return try JSONScanner.nextElement(text, &position, &isFirst) }
            guard let raw = try JSONScanner.nextMember(text, &position, &isFirst) else { return false }
            name = try JSONScanner.decode(text, raw)
            return true
        }
    }
}
