/// Names one element of a schema, spec 3.14: `Type`, `Type.member`, `Type.field(argument:)`, `@directive` or
/// `@directive(argument:)`. Whether the schema has it is not checked.
public enum SchemaCoordinate: Sendable, Hashable {
    case type(String)
    /// A field, an input field or an enum value.
    case member(type: String, name: String)
    case argument(type: String, field: String, name: String)
    case directive(String)
    case directiveArgument(directive: String, name: String)

    /// Reads a coordinate. White space, which the grammar has no place for, is an error.
    ///
    /// - Throws: A syntax error with the place where the text stops being a coordinate.
    public init(_ text: String) throws(GraphQLError) {
        let source = Source(text, name: "Schema coordinate")
        do {
            var reader = CoordinateReader(Lexer(bytes: source.bytes))
            self = try reader.read()
        } catch {
            throw error.graphQLError(in: source)
        }
    }
}

extension SchemaCoordinate: CustomStringConvertible {
    public var description: String {
        switch self {
        case .type(let name): name
        case .member(let type, let name): "\(type).\(name)"
        case .argument(let type, let field, let name): "\(type).\(field)(\(name):)"
        case .directive(let name): "@\(name)"
        case .directiveArgument(let directive, let name): "@\(directive)(\(name):)"
        }
    }
}

/// SchemaCoordinate : Name, Name `.` Name, Name `.` Name `(` Name `:` `)`, `@` Name, `@` Name `(` Name `:` `)`
private struct CoordinateReader {
    private let lexer: Lexer
    private var position = 0

    init(_ lexer: Lexer) {
        self.lexer = lexer
    }

    mutating func read() throws(SyntaxError) -> SchemaCoordinate {
        let coordinate: SchemaCoordinate
        if skip(0x40) {
            let directive = try readName()
            let argument = try readArgument()
            coordinate = argument.map { .directiveArgument(directive: directive, name: $0) } ?? .directive(directive)
        } else {
            let type = try readName()
            if skip(0x2E) {
                let member = try readName()
                let argument = try readArgument()
                coordinate =
                    argument.map { .argument(type: type, field: member, name: $0) }
                    ?? .member(type: type, name: member)
            } else {
                coordinate = .type(type)
            }
        }
        guard position == lexer.bytes.count else { throw expected("<EOF>") }
        return coordinate
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < lexer.bytes.count, lexer.bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func readName() throws(SyntaxError) -> String {
        let start = position
        guard lexer.byte(at: start).isNameStart else { throw expected("Name") }
        while lexer.byte(at: position).isNameContinue {
            position += 1
        }
        return String(decoding: lexer.bytes[start..<position], as: UTF8.self)
    }

    private mutating func readArgument() throws(SyntaxError) -> String? {
        guard skip(0x28) else { return nil }
        let name = try readName()
        guard skip(0x3A) else { throw expected("\":\"") }
        guard skip(0x29) else { throw expected("\")\"") }
        return name
    }

    private func expected(_ what: String) -> SyntaxError {
        SyntaxError("Expected \(what), found \(lexer.printed(at: position)).", at: position)
    }
}
