import JSON

extension ModelDecoder {
    /// The keywords that hold subschemas and shape the GraphQL types.
    mutating func readStructure(
        _ name: String,
        _ value: JSONValue,
        at place: String,
        into schema: inout Subschema,
        base: URIReference
    ) throws(SchemaGenError) {
        switch name {
        case "$ref", "$dynamicRef":
            _ = try string(value, place)
        case "$defs", "definitions":
            for member in try object(value, place) {
                _ = try add(member.value, at: place + "/" + member.name.pointerToken, base: base)
            }
        case "properties":
            schema.properties = try properties(value, at: place, base: base)
        case "additionalProperties":
            _ = try add(value, at: place, base: base)
            schema.additionalProperties = value.acceptsNothing ? .forbidden : .allowed
        case "items":
            try readItems(value, at: place, into: &schema, base: base)
        case "prefixItems":
            schema.isTuple = true
            _ = try list(value, at: place, base: base)
        case "allOf": schema.allOf = try list(value, at: place, base: base)
        case "anyOf": schema.anyOf = try list(value, at: place, base: base)
        case "oneOf": schema.oneOf = try list(value, at: place, base: base)
        case "not": schema.not = try add(value, at: place, base: base)
        default: break
        }
    }

    private mutating func properties(
        _ value: JSONValue,
        at place: String,
        base: URIReference
    ) throws(SchemaGenError) -> [Subschema.Property] {
        var properties: [Subschema.Property] = []
        for member in try object(value, place) {
            let id = try add(member.value, at: place + "/" + member.name.pointerToken, base: base)
            properties.append(Subschema.Property(name: member.name, schema: id))
        }
        return properties
    }

    private mutating func readItems(
        _ value: JSONValue,
        at place: String,
        into schema: inout Subschema,
        base: URIReference
    ) throws(SchemaGenError) {
        guard case .array = value else {
            schema.items = try add(value, at: place, base: base)
            return
        }
        guard dialect == .draft07 else {
            throw failure(
                .keyword,
                place,
                found: "an array",
                expected: "a schema; a tuple is prefixItems in draft 2020-12"
            )
        }
        schema.isTuple = true
        _ = try list(value, at: place, base: base)
    }

    /// The other keywords that hold subschemas: read for the references in them, and to find mistakes.
    mutating func readApplicator(
        _ name: String,
        _ value: JSONValue,
        at place: String,
        into schema: inout Subschema,
        base: URIReference
    ) throws(SchemaGenError) {
        switch name {
        case "patternProperties":
            for member in try object(value, place) {
                _ = try add(member.value, at: place + "/" + member.name.pointerToken, base: base)
            }
            schema.hasPatternProperties = true
        case "dependentSchemas", "dependencies":
            for member in try object(value, place) {
                if case .array = member.value { continue }
                let id = try add(member.value, at: place + "/" + member.name.pointerToken, base: base)
                schema.otherInPlace.append(id)
            }
        case "if", "then", "else":
            schema.otherInPlace.append(try add(value, at: place, base: base))
        default:
            _ = try add(value, at: place, base: base)
        }
    }

    private mutating func list(
        _ value: JSONValue,
        at place: String,
        base: URIReference
    ) throws(SchemaGenError) -> [SchemaID] {
        let items = try array(value, place)
        guard !items.isEmpty else {
            throw failure(.keyword, place, found: "an empty array", expected: "at least one schema")
        }
        var ids: [SchemaID] = []
        for (index, item) in items.enumerated() {
            ids.append(try add(item, at: "\(place)/\(index)", base: base))
        }
        return ids
    }

    func string(_ value: JSONValue, _ place: String) throws(SchemaGenError) -> String {
        guard case .string(let text) = value else {
            throw failure(.keyword, place, found: value.phrase, expected: "a string")
        }
        return text
    }

    func boolean(_ value: JSONValue, _ place: String) throws(SchemaGenError) -> Bool {
        guard let boolean = value.bool else {
            throw failure(.keyword, place, found: value.phrase, expected: "true or false")
        }
        return boolean
    }

    func array(_ value: JSONValue, _ place: String) throws(SchemaGenError) -> [JSONValue] {
        guard case .array(let items) = value else {
            throw failure(.keyword, place, found: value.phrase, expected: "an array")
        }
        return items
    }

    func object(_ value: JSONValue, _ place: String) throws(SchemaGenError) -> JSONObject {
        guard case .object(let members) = value else {
            throw failure(.keyword, place, found: value.phrase, expected: "an object")
        }
        return members
    }
}
