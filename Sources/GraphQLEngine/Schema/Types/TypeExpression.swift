/// A type by name with its wrappers, before the schema is there: what ``SchemaBuilder`` takes.
///
/// Written as a string literal in GraphQL syntax: `"[Episode!]!"`. Text that is no type reference is kept and
/// reported by ``SchemaBuilder/build()``; it never traps.
public struct TypeExpression: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name inside all wrappers.
    public let name: String
    package let wrappers: TypeWrappers

    package init(name: String, wrappers: TypeWrappers) {
        self.name = name
        self.wrappers = wrappers
    }

    /// A nullable reference to the named type.
    public static func named(_ name: String) -> TypeExpression {
        TypeExpression(name: name, wrappers: TypeWrappers())
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Reads GraphQL syntax: a name in `[…]` and `!`, with spaces anywhere.
    public init(_ text: String) {
        let bytes = Array(text.utf8.filter { $0 != UInt8(ascii: " ") })
        var end = bytes.count
        var start = 0
        var marks: [Bool] = []  // outermost first: whether the level is non-null
        while true {
            let nonNull = end > start && bytes[end - 1] == UInt8(ascii: "!")
            if nonNull { end -= 1 }
            marks.append(nonNull)
            guard end - start >= 2, bytes[start] == UInt8(ascii: "["), bytes[end - 1] == UInt8(ascii: "]") else {
                break
            }
            start += 1
            end -= 1
        }
        var wrappers = TypeWrappers()
        for (level, nonNull) in marks.enumerated().reversed() {
            if nonNull { wrappers = wrappers.required }
            guard level > 0 else { break }
            guard let outer = wrappers.list else {
                self.init(name: text, wrappers: TypeWrappers())
                return
            }
            wrappers = outer
        }
        self.init(name: String(decoding: bytes[start..<end], as: UTF8.self), wrappers: wrappers)
    }

    /// The type with an outermost non-null wrapper.
    public var required: TypeExpression { TypeExpression(name: name, wrappers: wrappers.required) }

    /// A nullable list of this type; nil where it would be nested deeper than 63 lists.
    public var list: TypeExpression? {
        guard let outer = wrappers.list else { return nil }
        return TypeExpression(name: name, wrappers: outer)
    }

    public var description: String { wrappers.description(of: name) }
}
