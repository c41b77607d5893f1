import JSON

/// The types of spec 4.2, which every schema has.
enum IntrospectionTypes {
    static let names = [
        "__Schema", "__Type", "__TypeKind", "__Field", "__InputValue", "__EnumValue", "__Directive",
        "__DirectiveLocation",
    ]

    static let drafts: [TypeDraft] = [
        schema, type, typeKind, field, inputValue, enumValue, directive, directiveLocation,
    ]

    private typealias Field = SchemaBuilder.Field

    private static let includeDeprecated: [SchemaBuilder.InputValue] = [
        .init("includeDeprecated", type: "Boolean", defaultValue: .bool(false))
    ]

    private static let schema = TypeDraft(
        "__Schema",
        .object(
            interfaces: [],
            fields: [
                Field("description", type: "String"),
                Field("types", type: "[__Type!]!", description: "Every type of the schema."),
                Field("queryType", type: "__Type!", description: "The root type of queries."),
                Field(
                    "mutationType",
                    type: "__Type",
                    description: "The root type of mutations, where there are any."
                ),
                Field(
                    "subscriptionType",
                    type: "__Type",
                    description: "The root type of subscriptions, where there are any."
                ),
                Field(
                    "directives",
                    type: "[__Directive!]!",
                    description: "Every directive that documents may use."
                ),
            ]
        ),
        "A named type, or a list or non-null type around another. Which fields have a value depends on `kind`."
    )

    private static let directive = TypeDraft(
        "__Directive",
        .object(
            interfaces: [],
            fields: [
                Field("name", type: "String!"),
                Field("description", type: "String"),
                Field("isRepeatable", type: "Boolean!"),
                Field("locations", type: "[__DirectiveLocation!]!"),
                Field("args", type: "[__InputValue!]!", arguments: includeDeprecated),
            ]
        ),
        "An annotation that documents may use, with the places where it may stand and its arguments."
    )

    private static let directiveLocation = TypeDraft(
        "__DirectiveLocation",
        .enum(values: DirectiveLocation.allCases.map { .init($0.rawValue, description: $0.text) }),
        "A kind of place where a directive may stand."
    )

    private static let type = TypeDraft(
        "__Type",
        .object(
            interfaces: [],
            fields: [
                Field("kind", type: "__TypeKind!"),
                Field("name", type: "String"),
                Field("description", type: "String"),
                Field("specifiedByURL", type: "String"),
                Field("fields", type: "[__Field!]", arguments: includeDeprecated),
                Field("interfaces", type: "[__Type!]"),
                Field("possibleTypes", type: "[__Type!]"),
                Field("enumValues", type: "[__EnumValue!]", arguments: includeDeprecated),
                Field("inputFields", type: "[__InputValue!]", arguments: includeDeprecated),
                Field("ofType", type: "__Type"),
                Field("isOneOf", type: "Boolean"),
            ]
        ),
        "The fundamental unit of any GraphQL Schema is the type. There are many kinds of types in GraphQL as represented "
            + "by the `__TypeKind` enum.\n\nDepending on the kind of a type, certain fields describe information about "
            + "that type. Scalar types provide no information beyond a name, description and optional "
            + "`specifiedByURL`, while Enum types provide their values. Object and Interface types provide the fields "
            + "they describe. Abstract types, Union and Interface, provide the Object types possible at runtime. List "
            + "and NonNull types compose other types."
    )

    private static let field = TypeDraft(
        "__Field",
        .object(
            interfaces: [],
            fields: [
                Field("name", type: "String!"),
                Field("description", type: "String"),
                Field("args", type: "[__InputValue!]!", arguments: includeDeprecated),
                Field("type", type: "__Type!"),
                Field("isDeprecated", type: "Boolean!"),
                Field("deprecationReason", type: "String"),
            ]
        ),
        "A field of an object or interface type."
    )

    private static let inputValue = TypeDraft(
        "__InputValue",
        .object(
            interfaces: [],
            fields: [
                Field("name", type: "String!"),
                Field("description", type: "String"),
                Field("type", type: "__Type!"),
                Field(
                    "defaultValue",
                    type: "String",
                    description: "The default value in GraphQL syntax."
                ),
                Field("isDeprecated", type: "Boolean!"),
                Field("deprecationReason", type: "String"),
            ]
        ),
        "An argument of a field or directive, or a field of an input object type."
    )

    private static let enumValue = TypeDraft(
        "__EnumValue",
        .object(
            interfaces: [],
            fields: [
                Field("name", type: "String!"),
                Field("description", type: "String"),
                Field("isDeprecated", type: "Boolean!"),
                Field("deprecationReason", type: "String"),
            ]
        ),
        "One value of an enum type; in JSON it is the string of its name."
    )

    private static let typeKind = TypeDraft(
        "__TypeKind",
        .enum(values: [
            .init("SCALAR", description: "A scalar type; `specifiedByURL` may be set."),
            .init("OBJECT", description: "An object type; has `fields` and `interfaces`."),
            .init("INTERFACE", description: "An interface type; has `fields`, `interfaces` and `possibleTypes`."),
            .init("UNION", description: "A union type; has `possibleTypes`."),
            .init("ENUM", description: "An enum type; has `enumValues`."),
            .init("INPUT_OBJECT", description: "An input object type; has `inputFields` and `isOneOf`."),
            .init("LIST", description: "A list; `ofType` is the type of its items."),
            .init("NON_NULL", description: "A type that is never null; `ofType` is the type without that promise."),
        ]),
        "What a `__Type` is."
    )
}

extension DirectiveLocation {
    /// What the location is next to, as introspection describes it.
    fileprivate var text: String {
        let place =
            switch self {
            case .query: "a query operation"
            case .mutation: "a mutation operation"
            case .subscription: "a subscription operation"
            case .field: "a field"
            case .fragmentDefinition: "a fragment definition"
            case .fragmentSpread: "a fragment spread"
            case .inlineFragment: "an inline fragment"
            case .variableDefinition: "a variable definition"
            case .schema: "a schema definition"
            case .scalar: "a scalar definition"
            case .object: "an object type definition"
            case .fieldDefinition: "a field definition"
            case .argumentDefinition: "an argument definition"
            case .interface: "an interface definition"
            case .union: "a union definition"
            case .enum: "an enum definition"
            case .enumValue: "an enum value definition"
            case .inputObject: "an input object type definition"
            case .inputFieldDefinition: "an input object field definition"
            }
        return "On \(place)."
    }
}
