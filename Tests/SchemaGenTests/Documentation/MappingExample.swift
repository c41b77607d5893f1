import GraphQLEngine
import JSON

@testable import SchemaGen

/// One row of the documented mapping: a property `p` of an object, and what it becomes.
struct MappingExample {
    var title: String
    /// The schema of the property.
    var schema: String
    var isRequired = true
    /// What stands beside `properties` in the document: definitions.
    var extra = ""

    init(_ title: String, _ schema: String, isRequired: Bool = true, extra: String = "") {
        self.title = title
        self.schema = schema
        self.isRequired = isRequired
        self.extra = extra
    }

    var document: String {
        let required = isRequired ? #", "required": ["p"]"# : ""
        return
            #"{"type": "object", "properties": {"p": \#(schema)}\#(required), "additionalProperties": false\#(extra)}"#
    }

    /// The fields and types of input and output, as the schema prints them.
    func result() throws -> (input: String, output: String, types: [String]) {
        let model = try Model(text: Array(document.utf8))
        let schema = try generate([APIDefinition(namespace: "kv", model: model)]).schema
        var types: [String] = []
        for type in schema.types {
            guard type.name.hasPrefix("kv_"), !Self.alwaysThere.contains(type.name) else { continue }
            types.append(Self.oneLine(SchemaPrinter.print(type, in: schema)))
        }
        return (try Self.fields("kv_InputValue", schema), try Self.fields("kv_Value", schema), types)
    }

    private static let alwaysThere = [
        "kv_KeyValueEntry", "kv_Operation", "kv_Value", "kv_InputValue", "kv_EntryConnection", "kv_EntryEdge",
        "kv_BucketStatus", "kv_Storage", "kv_Compression",
    ]

    private static func fields(_ name: String, _ schema: Schema) throws -> String {
        guard let type = schema.type(named: name) else { return "" }
        let text = oneLine(SchemaPrinter.print(type, in: schema))
        guard let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}") else { return text }
        return text[text.index(after: open)..<close].trimmed
    }

    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").map { $0.trimmed }.joined(separator: " ")
    }
}

extension StringProtocol {
    var trimmed: String {
        let spaces: Set<Character> = [" ", "\n"]
        let start = firstIndex { !spaces.contains($0) } ?? endIndex
        let end = lastIndex { !spaces.contains($0) }.map { index(after: $0) } ?? start
        return String(self[start..<end])
    }
}
