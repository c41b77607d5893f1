/// The rows of docs/models.md, in its order.
enum MappingExamples {
    static let all: [(section: String, examples: [MappingExample])] = [
        ("Text", text), ("Numbers and booleans", numbers), ("Optional, nullable, default", optional),
        ("Values that are listed", listed), ("Objects", objects), ("Arrays", arrays), ("Unions", unions),
        ("References", references), ("Names", names), ("Notes", notes),
    ]

    static let text = [
        MappingExample("string", #"{"type": "string", "minLength": 1}"#),
        MappingExample("format date-time", #"{"type": "string", "format": "date-time"}"#),
        MappingExample("format date", #"{"type": "string", "format": "date"}"#),
        MappingExample("format duration", #"{"type": "string", "format": "duration"}"#),
        MappingExample("format uuid", #"{"type": "string", "format": "uuid"}"#),
        MappingExample("any other format", #"{"type": "string", "format": "email"}"#),
        MappingExample(
            "formats to choose from",
            #"{"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}"#
        ),
    ]

    static let numbers = [
        MappingExample("number", #"{"type": "number", "multipleOf": 0.01}"#),
        MappingExample(
            "integer with both bounds within 32 bits",
            #"{"type": "integer", "minimum": 1, "maximum": 65535}"#
        ),
        MappingExample("any other integer", #"{"type": "integer", "minimum": 0}"#),
        MappingExample("boolean", #"{"type": "boolean"}"#),
    ]

    static let optional = [
        MappingExample("not required", #"{"type": "string"}"#, isRequired: false),
        MappingExample("nullable type", #"{"type": ["string", "null"]}"#),
        MappingExample("union with null", #"{"anyOf": [{"type": "integer"}, {"type": "null"}]}"#),
        MappingExample("OpenAPI's nullable", #"{"type": "string", "nullable": true}"#),
        MappingExample("default, not required", #"{"type": "string", "default": "en"}"#, isRequired: false),
        MappingExample("default, required (Zod 4, output side)", #"{"type": "number", "default": 0.5}"#),
        MappingExample("null only", #"{"type": "null"}"#),
        MappingExample("nothing fits", #"{"not": {}}"#, isRequired: false),
    ]

    static let listed = [
        MappingExample("enum of GraphQL names", #"{"type": "string", "enum": ["dev", "prod"]}"#),
        MappingExample("enum of other texts", #"{"type": "string", "enum": ["image/png", "1st"]}"#),
        MappingExample("enum with null", #"{"enum": ["a", "b", null]}"#),
        MappingExample("union of constants", #"{"anyOf": [{"const": "on"}, {"const": "off"}]}"#),
        MappingExample("constant", #"{"const": "created"}"#),
        MappingExample("enum of integers", #"{"enum": [1, 2, 3]}"#),
        MappingExample("enum of several types", #"{"enum": ["none", 10, false]}"#),
    ]

    static let objects = [
        MappingExample(
            "object",
            #"{"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"], "additionalProperties": false}"#
        ),
        MappingExample(
            "object with further properties",
            #"{"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": true}"#
        ),
        MappingExample("record", #"{"type": "object", "additionalProperties": {"type": "string"}}"#),
        MappingExample("object without properties", #"{"type": "object", "properties": {}}"#),
        MappingExample(
            "allOf of objects",
            #"{"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "boolean"}}, "required": ["b"]}]}"#
        ),
        MappingExample("anything", "{}"),
    ]

    static let arrays = [
        MappingExample("array", #"{"type": "array", "items": {"type": "string"}, "minItems": 1}"#),
        MappingExample("array with null items", #"{"type": "array", "items": {"type": ["string", "null"]}}"#),
        MappingExample(
            "array of arrays",
            #"{"type": "array", "items": {"type": "array", "items": {"type": "number"}}}"#
        ),
        MappingExample(
            "array of objects",
            #"{"type": "array", "items": {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}}"#
        ),
        MappingExample("array of anything", #"{"type": "array"}"#),
        MappingExample("tuple", #"{"type": "array", "prefixItems": [{"type": "number"}, {"type": "number"}]}"#),
    ]

    static let unions = [
        MappingExample(
            "objects with a discriminator",
            #"{"anyOf": [{"type": "object", "properties": {"type": {"const": "circle"}, "r": {"type": "number"}}, "required": ["type", "r"]}, {"type": "object", "properties": {"type": {"const": "dot"}}, "required": ["type"]}]}"#
        ),
        MappingExample(
            "objects without",
            #"{"anyOf": [{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}]}"#
        ),
        MappingExample(
            "scalars of one kind",
            #"{"anyOf": [{"type": "string", "format": "email"}, {"type": "string", "format": "uri"}]}"#
        ),
        MappingExample("scalars of several kinds", #"{"type": ["string", "number"]}"#),
        MappingExample(
            "anything else",
            #"{"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}"#
        ),
    ]

    static let references = [
        MappingExample(
            "definition",
            ##"{"$ref": "#/$defs/Address"}"##,
            extra: ##", "$defs": {"Address": {"type": "object", "properties": {"zip": {"type": "string"}}}}"##
        ),
        MappingExample("recursion", ##"{"type": "array", "items": {"$ref": "#"}}"##),
    ]

    static let names = [
        MappingExample(
            "a name that GraphQL does not allow",
            #"{"type": "object", "properties": {"per-second": {"type": "number"}, "1st": {"type": "number"}, "": {"type": "number"}, "__typename": {"type": "string"}}}"#
        ),
        MappingExample(
            "names that differ only in what is replaced",
            #"{"type": "object", "properties": {"a-b": {"type": "number"}, "a.b": {"type": "number"}, "a_b": {"type": "number"}}}"#
        ),
        MappingExample(
            "types of one name",
            #"{"type": "object", "properties": {"user": {"type": "object", "properties": {"a": {"type": "string"}}}, "User": {"type": "object", "properties": {"b": {"type": "string"}}}}}"#
        ),
    ]

    static let notes = [
        MappingExample("description", #"{"type": "string", "description": "Of whom?"}"#),
        MappingExample("deprecated", #"{"type": "string", "deprecated": true}"#, isRequired: false),
        MappingExample(
            "writeOnly",
            #"{"type": "object", "properties": {"id": {"type": "string"}, "secret": {"type": "string", "writeOnly": true}}}"#
        ),
    ]
}
