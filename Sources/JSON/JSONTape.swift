/// The structure of a JSON text: where each value begins and ends and which comes after it, in one flat array.
///
/// It is made in one pass that checks the whole text, UTF-8 included. Whatever looks into the text afterwards steps from
/// value to value without reading it again. An object's entry is followed by the name and the value of each member, an
/// array's by its elements; entry 0 is the whole value.
///
/// ```swift
/// var tape = JSONTape()
/// try tape.read(text)  // text: Span<UInt8>
/// var name = 1
/// while name < tape[0].next {  // the members of an object
///     print(tape[name].content, tape[name + 1].kind)
///     name = tape[name + 1].next
/// }
/// ```
public struct JSONTape: Sendable {
    /// One value, or the name of a member.
    public struct Entry: Sendable {
        @usableFromInline var lower: UInt32
        @usableFromInline var upper: UInt32
        @usableFromInline var following: UInt32
        @usableFromInline var children: UInt32
        /// What the value is; a name is a string.
        public let kind: JSONKind
        /// Whether a string has a backslash in it.
        public let hasEscapes: Bool
        /// Whether a number is written without point and exponent.
        public let isPlainInteger: Bool

        @inlinable
        init(_ kind: JSONKind, _ range: Range<Int>, following: Int, hasEscapes: Bool, isPlainInteger: Bool) {
            lower = UInt32(truncatingIfNeeded: range.lowerBound)
            upper = UInt32(truncatingIfNeeded: range.upperBound)
            self.following = UInt32(truncatingIfNeeded: following)
            children = 0
            self.kind = kind
            self.hasEscapes = hasEscapes
            self.isPlainInteger = isPlainInteger
        }

        /// The bytes of the value: of a string, those between its quotes.
        @inlinable public var content: Range<Int> { Range(uncheckedBounds: (Int(lower), Int(upper))) }
        /// The bytes of the value, with the quotes of a string.
        @inlinable public var range: Range<Int> {
            let quote = kind == .string ? 1 : 0
            return Range(uncheckedBounds: (Int(lower) &- quote, Int(upper) &+ quote))
        }
        /// A string as the scanner gives it.
        @inlinable public var string: JSONRawString { JSONRawString(range: content, hasEscapes: hasEscapes) }
        /// The entry after this value and all that is in it.
        @inlinable public var next: Int { Int(following) }
        /// How many members or elements a container has.
        @inlinable public var count: Int { Int(children) }
    }

    @usableFromInline var entries: [Entry] = []
    /// How many containers are open at once at most.
    public private(set) var depth = 0

    /// An empty tape.
    public init() {}

    /// How many entries there are; 0 where no text was read, or one that is no JSON.
    @inlinable public var count: Int { entries.count }
    /// How many entries there is room for.
    @inlinable public var capacity: Int { entries.capacity }

    /// An entry, whose place must be less than ``count``.
    @inlinable public subscript(index: Int) -> Entry { entries[index] }

    /// Forgets the text; the storage is kept.
    public mutating func removeAll() {
        if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
        depth = 0
    }

    /// Reads a whole text: one value, strict JSON, well-formed UTF-8. The storage is used again.
    ///
    /// - Parameter maximumDepth: How many arrays and objects may be open at once.
    /// - Throws: What is wrong with the text. The tape is empty then.
    public mutating func read(
        _ text: Span<UInt8>,
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) {
        removeAll()
        do throws(JSONError) {
            guard text.count < Int(UInt32.max) else { throw JSONError(.tooDeep, in: text, at: Int(UInt32.max)) }
            if let invalid = JSONScanner.firstInvalidUTF8(text) { throw JSONError(.invalidUTF8, in: text, at: invalid) }
            if entries.capacity == 0 { entries.reserveCapacity(text.count / 12 + 4) }
            var position = 0
            JSONScanner.skipWhitespace(text, &position)
            try readValue(text, &position, maximumDepth)
            try JSONScanner.expectEnd(text, &position)
        } catch {
            removeAll()
            throw error
        }
    }

    private mutating func readValue(
        _ text: Span<UInt8>,
        _ position: inout Int,
        _ maximumDepth: Int
    ) throws(JSONError) {
        var open = Container()
        while true {
            let start = position
            switch JSONScanner.kind(text, position) {
            case nil: throw JSONError(.expectedValue, in: text, at: position)
            case .some(let kind) where kind == .array || kind == .object:
                guard open.level < maximumDepth else { throw JSONError(.tooDeep, in: text, at: position) }
                position &+= 1
                begin(kind, start, &open)
                var isFirst = true
                if try moveToNext(text, &position, &open, &isFirst) { continue }
                end(position, &open)
            case .string: append(try JSONScanner.scanString(text, &position))
            case .number:
                let range = try JSONScanner.scanNumber(text, &position)
                append(.number, range, isPlainInteger: Self.isPlainInteger(text, range))
            case .boolean:
                _ = try JSONScanner.scanBoolean(text, &position)
                append(.boolean, start..<position)
            default:
                try JSONScanner.scanNull(text, &position)
                append(.null, start..<position)
            }
            var isFirst = false
            while open.level > 0 {
                if try moveToNext(text, &position, &open, &isFirst) { break }
                end(position, &open)
            }
            if open.level == 0 { return }
        }
    }

    /// The innermost container whose end has not been read. The place of the one around it is kept as its `following`,
    /// and that one's count in its own entry, so that no stack is needed.
    private struct Container {
        var index = 0
        var isObject = false
        var count: UInt32 = 0
        /// How many are open.
        var level = 0
    }

    private mutating func begin(_ kind: JSONKind, _ start: Int, _ open: inout Container) {
        let outer = open.index
        if open.level > 0 { entries[outer].children = open.count }
        append(kind, start..<start, following: outer)
        open = Container(index: entries.count &- 1, isObject: kind == .object, count: 0, level: open.level &+ 1)
        if open.level > depth { depth = open.level }
    }

    private mutating func end(_ position: Int, _ open: inout Container) {
        let outer = Int(entries[open.index].following)
        entries[open.index].following = UInt32(truncatingIfNeeded: entries.count)
        entries[open.index].upper = UInt32(truncatingIfNeeded: position)
        entries[open.index].children = open.count
        open.index = outer
        open.isObject = entries[outer].kind == .object
        open.count = entries[outer].children
        open.level &-= 1
    }

    /// Moves to the next value of a container, adding the name of a member; false at the container's end.
    @inline(__always)
    private mutating func moveToNext(
        _ text: Span<UInt8>,
        _ position: inout Int,
        _ open: inout Container,
        _ isFirst: inout Bool
    ) throws(JSONError) -> Bool {
        if open.isObject {
            guard let name = try JSONScanner.nextMember(text, &position, &isFirst) else { return false }
            append(name)
        } else {
            guard try JSONScanner.nextElement(text, &position, &isFirst) else { return false }
        }
        open.count &+= 1
        return true
    }

    @inline(__always)
    private mutating func append(_ string: JSONRawString) {
        append(.string, string.range, hasEscapes: string.hasEscapes)
    }

    @inline(__always)
    private mutating func append(
        _ kind: JSONKind,
        _ range: Range<Int>,
        following: Int? = nil,
        hasEscapes: Bool = false,
        isPlainInteger: Bool = false
    ) {
        let entry = Entry(
            kind,
            range,
            following: following ?? entries.count &+ 1,
            hasEscapes: hasEscapes,
            isPlainInteger: isPlainInteger
        )
        entries.append(entry)
    }

    private static func isPlainInteger(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = text[index]
            if byte == 0x2E || byte | 0x20 == 0x65 { return false }
            index &+= 1
        }
        return true
    }
}
