import JSON

/// The object types of one direction as get-graphql-from-jsonschema 8.1.0 makes them, in its order: what a type
/// contains comes before it.
struct WunderGraphTypes {
    enum Direction: String {
        case input = "InputValue"
        case output = "Value"
    }

    struct Field {
        var name: String
        /// In GraphQL syntax, type names without namespace.
        var type: String
        var property: String
    }

    struct ObjectType {
        var name: String
        var pointer: String
        var fields: [Field]
    }

    let file: String?
    let direction: Direction
    private(set) var objects: [ObjectType] = []
    private var names: Set<String> = []

    init(_ document: JSONValue, _ direction: Direction, file: String?) throws(SchemaGenError) {
        self.file = file
        self.direction = direction
        _ = try type(of: document, path: direction.rawValue, pointer: "")
        guard names.contains(direction.rawValue) else {
            throw refusal("", "a root that is no object, for which WunderGraph defines no type \(direction.rawValue)")
        }
    }

    /// The type of a schema. The path's words are joined already; levels that WunderGraph marks with `T0` and then
    /// deletes from its text are marked here too, because the deletion also hits property names.
    private mutating func type(of schema: JSONValue, path: String, pointer: String) throws(SchemaGenError) -> String {
        guard let members = schema.object else {
            throw refusal(pointer, "\(schema.phrase) in place of a schema, which WunderGraph's mapping does not know")
        }
        if let type = members["type"] { return try typed(type, members, path, pointer) }
        for keyword in ["oneOf", "anyOf"] {
            guard let list = members[keyword]?.array else { continue }
            guard list.count == 1, let only = list.first else {
                let allowsNull = list.contains { $0["type"]?.string == "null" }
                let found =
                    allowsNull
                    ? "a schema that allows null, which WunderGraph's mapping does not know"
                    : "a union, which WunderGraph's mapping puts into an input type"
                throw refusal(pointer + "/" + keyword, found)
            }
            return try type(of: only, path: path + "I0", pointer: "\(pointer)/\(keyword)/0")
        }
        let keywords = members.names.isEmpty ? "no keyword" : members.names.joined(separator: ", ")
        throw refusal(pointer, "a schema without type (\(keywords)), which WunderGraph's mapping does not recognize")
    }

    private mutating func typed(
        _ type: JSONValue,
        _ members: JSONObject,
        _ path: String,
        _ pointer: String
    ) throws(SchemaGenError) -> String {
        var name = type.string
        if let list = type.array {
            guard list.count == 1, let only = list.first?.string, Self.scalars[only] != nil else {
                let found =
                    list.contains(.string("null"))
                    ? "a type that allows null, which WunderGraph's mapping does not know"
                    : "several types, which WunderGraph's mapping cannot tell apart"
                throw refusal(pointer + "/type", found)
            }
            name = only
        }
        switch name {
        case "array":
            guard let items = members["items"], items.array == nil else {
                let found = members["items"] == nil ? "an array without items" : "a tuple"
                throw refusal(pointer, "\(found), for which WunderGraph's mapping has no type")
            }
            return "[\(try self.type(of: items, path: path + "T0", pointer: pointer + "/items"))]"
        case "object":
            return try object(members, path + "T0", pointer)
        default:
            guard let name, let scalar = Self.scalars[name] else {
                throw refusal(pointer + "/type", "\(type.phrase), which WunderGraph's mapping does not know")
            }
            return scalar
        }
    }

    private mutating func object(
        _ members: JSONObject,
        _ path: String,
        _ pointer: String
    ) throws(SchemaGenError) -> String {
        guard let properties = members["properties"]?.object else {
            throw refusal(pointer, "an object without properties, for which WunderGraph's mapping has no type")
        }
        let required = Set((members["required"]?.array ?? []).compactMap(\.string).map(ExactText.init))
        var fields: [Field] = []
        var fieldNames: Set<String> = []
        for property in properties {
            let place = pointer + "/properties/" + property.name.pointerToken
            let name = Self.withoutMarks(property.name)
            guard GraphQLName.isDefinable(name) else {
                throw refusal(place, "a property whose name is no GraphQL name, which WunderGraph keeps as it is")
            }
            guard fieldNames.insert(name).inserted else {
                throw refusal(place, "a second field \(name) in WunderGraph's schema")
            }
            let type = try type(of: property.value, path: path + GraphQLName.capitalized(property.name), pointer: place)
            let mark = required.contains(ExactText(property.name)) ? "!" : ""
            fields.append(Field(name: name, type: type + mark, property: property.name))
        }
        let name = Self.withoutMarks(path)
        guard !fields.isEmpty else {
            throw refusal(pointer, "an object without properties, which WunderGraph makes a type without fields")
        }
        guard names.insert(name).inserted else {
            throw refusal(pointer, "a second type \(name) in WunderGraph's schema")
        }
        objects.append(ObjectType(name: name, pointer: pointer, fields: fields))
        return name
    }

    private func refusal(_ pointer: String, _ found: String) -> SchemaGenError {
        SchemaGenError(
            .incompatible,
            file: file,
            pointer: pointer,
            found: found,
            expected: "a model that WunderGraph has a valid schema for; without compat: wundergraph this one works"
        )
    }

    private static func withoutMarks(_ text: String) -> String {
        text.replacing("T0", with: "")
    }

    private static let scalars = ["string": "String", "number": "Float", "integer": "Int", "boolean": "Boolean"]
}
