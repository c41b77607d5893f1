import JSON

/// A constant of a document or of code, free of both: what default values are before they are coerced.
struct InputLiteral: Sendable {
    indirect enum Kind: Sendable {
        case null
        case int(JSONNumber)
        case float(JSONNumber)
        case string(String)
        case boolean(Bool)
        case enumeration(String)
        case list([InputLiteral])
        case object([(name: String, value: InputLiteral)])
    }

    var kind: Kind
    /// Where it is written; nil for values from code.
    var offset: UInt32?
    /// Whether it came as JSON: then a string may stand for an enum value.
    var isJSON: Bool
}

extension InputLiteral {
    /// A value of a document. The parser bounds its depth, and so the recursion. A variable, which no constant holds,
    /// becomes null.
    init(_ value: Document.Value, in document: Document) {
        let text = document.text(of: value.range)
        let kind: Kind =
            switch value.kind {
            case .variable, .null: .null
            case .int: (try? JSONNumber(text)).map { .int($0) } ?? .string(text)
            case .float: (try? JSONNumber(text)).map { .float($0) } ?? .string(text)
            case .string: .string(document.stringValue(of: value))
            case .boolean(let flag): .boolean(flag)
            case .enumeration: .enumeration(text)
            case .list(let items): .list(items.map { InputLiteral(document[$0], in: document) })
            case .object(let fields):
                .object(
                    fields.map { id in
                        let field = document[id]
                        return (document.text(of: field.name), InputLiteral(field.value, in: document))
                    }
                )
            }
        self.init(kind: kind, offset: value.range.offset, isJSON: false)
    }

    /// A value given by code. JSON values are bounded in depth where they are made.
    init(_ value: JSONValue) {
        let kind: Kind =
            switch value {
            case .null: .null
            case .bool(let flag): .boolean(flag)
            case .number(let number): number.isInteger ? .int(number) : .float(number)
            case .string(let text): .string(text)
            case .array(let items): .list(items.map { InputLiteral($0) })
            case .object(let members): .object(members.map { ($0.name, InputLiteral($0.value)) })
            }
        self.init(kind: kind, offset: nil, isJSON: true)
    }

    /// The same as JSON; enum values become strings.
    var json: JSONValue {
        switch kind {
        case .null: .null
        case .int(let number), .float(let number): .number(number)
        case .string(let text), .enumeration(let text): .string(text)
        case .boolean(let flag): .bool(flag)
        case .list(let items): .array(items.map(\.json))
        case .object(let fields): .object(JSONObject(fields.map { ($0.name, $0.value.json) }))
        }
    }

    /// The literal for a scalar; nil for null.
    var scalarLiteral: ScalarLiteral? {
        let literalKind: ScalarLiteral.Kind
        switch kind {
        case .null: return nil
        case .int: literalKind = .int
        case .float: literalKind = .float
        case .string: literalKind = .string
        case .boolean: literalKind = .boolean
        case .enumeration: literalKind = .enumeration
        case .list: literalKind = .list
        case .object: literalKind = .object
        }
        return ScalarLiteral(kind: literalKind, value: json) { printed }
    }

    /// The literal in GraphQL syntax.
    var printed: String {
        switch kind {
        case .null: "null"
        case .int(let number), .float(let number): number.text
        case .string(let text): StringLiteral.printed(text)
        case .boolean(let flag): flag ? "true" : "false"
        case .enumeration(let name): name
        case .list(let items): "[" + items.map(\.printed).joined(separator: ", ") + "]"
        case .object(let fields):
            "{" + fields.map { "\($0.name): \($0.value.printed)" }.joined(separator: ", ") + "}"
        }
    }
}
