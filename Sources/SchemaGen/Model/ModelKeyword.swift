/// What a keyword of JSON Schema means to the decoder.
enum ModelKeyword {
    /// Read into a field of ``Subschema``.
    case read
    /// A constraint that GraphQL types cannot say; the validator enforces it.
    case constraint
    /// A constraint that holds subschemas.
    case applicator
    /// Says nothing about values.
    case annotation
    /// Of the other dialect, or of an older draft: would be ignored here, and so change the meaning.
    case foreign(String)
    /// In no draft.
    case unknown

    init(_ name: String, dialect: Model.Dialect) {
        if let common = Self.common[name] {
            self = common
            return
        }
        let own = dialect == .draft07 ? Self.draft07 : Self.draft202012
        let other = dialect == .draft07 ? Self.draft202012 : Self.draft07
        if let keyword = own[name] {
            self = keyword
        } else if other[name] != nil {
            let advice = Self.replacement[name] ?? "a keyword of this dialect"
            self = .foreign(advice)
        } else if let advice = Self.outdated[name] {
            self = .foreign(advice)
        } else {
            self = .unknown
        }
    }

    /// All names that a misspelt keyword is compared with.
    static let names: [String] = Array(Set(common.keys).union(draft07.keys).union(draft202012.keys)).sorted()

    private static let common: [String: ModelKeyword] = [
        "$schema": .read, "$id": .read, "$anchor": .read, "$ref": .read, "$defs": .read, "definitions": .read,
        "type": .read, "enum": .read, "const": .read, "format": .read,
        "properties": .read, "required": .read, "additionalProperties": .read, "items": .read,
        "allOf": .read, "anyOf": .read, "oneOf": .read, "not": .read, "nullable": .read,
        "minimum": .read, "maximum": .read, "exclusiveMinimum": .read, "exclusiveMaximum": .read,
        "title": .read, "description": .read, "default": .read, "deprecated": .read,
        "readOnly": .read, "writeOnly": .read,
        "multipleOf": .constraint, "maxLength": .constraint, "minLength": .constraint, "pattern": .constraint,
        "maxItems": .constraint, "minItems": .constraint, "uniqueItems": .constraint,
        "maxProperties": .constraint, "minProperties": .constraint,
        "contains": .applicator, "patternProperties": .applicator, "propertyNames": .applicator,
        "if": .applicator, "then": .applicator, "else": .applicator,
        "$comment": .annotation, "examples": .annotation, "example": .annotation,
        "contentMediaType": .annotation, "contentEncoding": .annotation, "contentSchema": .annotation,
        "discriminator": .annotation, "externalDocs": .annotation, "xml": .annotation, "id": .annotation,
        "errorMessage": .annotation, "markdownDescription": .annotation,
    ]

    private static let draft07: [String: ModelKeyword] = [
        "additionalItems": .applicator, "dependencies": .applicator,
    ]

    private static let draft202012: [String: ModelKeyword] = [
        "$dynamicAnchor": .read, "$vocabulary": .annotation, "$dynamicRef": .read,
        "prefixItems": .read,
        "minContains": .constraint, "maxContains": .constraint, "dependentRequired": .constraint,
        "dependentSchemas": .applicator, "unevaluatedItems": .applicator, "unevaluatedProperties": .applicator,
    ]

    private static let replacement: [String: String] = [
        "additionalItems": "items beside prefixItems",
        "dependencies": "dependentRequired or dependentSchemas",
        "prefixItems": "an array as items, or $schema of draft 2020-12",
        "dependentRequired": "dependencies, or $schema of draft 2020-12",
        "dependentSchemas": "dependencies, or $schema of draft 2020-12",
        "unevaluatedItems": "$schema of draft 2020-12",
        "unevaluatedProperties": "$schema of draft 2020-12",
        "minContains": "$schema of draft 2020-12",
        "maxContains": "$schema of draft 2020-12",
        "$dynamicRef": "$ref",
        "$dynamicAnchor": "$anchor",
    ]

    private static let outdated: [String: String] = [
        "$recursiveRef": "$ref", "$recursiveAnchor": "$anchor",
        "divisibleBy": "multipleOf", "disallow": "not", "extends": "allOf",
    ]
}
