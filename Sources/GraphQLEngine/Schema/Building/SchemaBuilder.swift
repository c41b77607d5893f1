public import JSON

/// Makes a ``Schema`` from code: types are added in the order in which they are to be printed, refer to each other by
/// name, and are checked once, by ``build()``.
///
/// ```swift
/// var builder = SchemaBuilder()
/// builder.object("Query", fields: [
///     .init("hero", type: "Character", arguments: [.init("episode", type: "Episode", defaultValue: .string("JEDI"))])
/// ])
/// let schema = try builder.build()
/// ```
public struct SchemaBuilder: Sendable {
    /// The description of the schema itself.
    public var description: String?
    /// The name of the root type of queries; an object type of that name, when there is one.
    public var queryType = "Query"
    /// As ``queryType``, for mutations.
    public var mutationType = "Mutation"
    /// As ``queryType``, for subscriptions.
    public var subscriptionType = "Subscription"

    var drafts = SchemaDraft()

    public init() {}

    /// Adds a scalar type. Values pass as they are unless `coercion` says otherwise.
    public mutating func scalar(
        _ name: String,
        description: String? = nil,
        specifiedByURL: String? = nil,
        coercion: any ScalarCoercion = AnyJSONCoercion()
    ) {
        add(TypeDraft(name, .scalar(coercion, specifiedByURL: specifiedByURL), description))
    }

    /// Adds an object type.
    public mutating func object(
        _ name: String,
        description: String? = nil,
        interfaces: [String] = [],
        fields: [Field]
    ) {
        add(TypeDraft(name, .object(interfaces: interfaces, fields: fields), description))
    }

    /// Adds an interface type.
    /// - Parameter typeResolver: See ``TypeResolver``; nil: the value's `__typename` member.
    public mutating func interface(
        _ name: String,
        description: String? = nil,
        interfaces: [String] = [],
        fields: [Field],
        typeResolver: TypeResolver? = nil
    ) {
        add(TypeDraft(name, .interface(interfaces: interfaces, fields: fields, typeResolver), description))
    }

    /// Adds a union type.
    /// - Parameter typeResolver: See ``TypeResolver``; nil: the value's `__typename` member.
    public mutating func union(
        _ name: String,
        description: String? = nil,
        members: [String],
        typeResolver: TypeResolver? = nil
    ) {
        add(TypeDraft(name, .union(members: members, typeResolver), description))
    }

    /// Adds an enum type.
    public mutating func `enum`(_ name: String, description: String? = nil, values: [EnumValue]) {
        add(TypeDraft(name, .enum(values: values), description))
    }

    /// Adds an input object type.
    /// - Parameter isOneOf: Exactly one field must be given (`@oneOf`).
    public mutating func inputObject(
        _ name: String,
        description: String? = nil,
        fields: [InputValue],
        isOneOf: Bool = false
    ) {
        add(TypeDraft(name, .inputObject(fields: fields, isOneOf: isOneOf), description))
    }

    /// Adds a directive; the built-in ones are there without.
    public mutating func directive(
        _ name: String,
        description: String? = nil,
        arguments: [InputValue] = [],
        locations: [DirectiveLocation],
        isRepeatable: Bool = false
    ) {
        drafts.directives.append(
            DirectiveDraft(
                name: name,
                description: description,
                arguments: arguments,
                locations: locations,
                isRepeatable: isRepeatable
            )
        )
    }

    private mutating func add(_ type: TypeDraft) {
        drafts.types.append(type)
    }
}

extension SchemaBuilder {
    /// A field of an object or interface type.
    public struct Field: Sendable {
        public var name: String
        public var description: String?
        public var arguments: [InputValue]
        public var type: TypeExpression
        public var deprecationReason: String?
        /// Nil: the property of the field's own name.
        public var resolution: FieldResolution?
        var positions = MemberPositions()

        public init(
            _ name: String,
            type: TypeExpression,
            description: String? = nil,
            arguments: [InputValue] = [],
            deprecationReason: String? = nil,
            resolution: FieldResolution? = nil
        ) {
            self.name = name
            self.type = type
            self.description = description
            self.arguments = arguments
            self.deprecationReason = deprecationReason
            self.resolution = resolution
        }
    }

    /// An argument, or a field of an input object type.
    public struct InputValue: Sendable {
        public var name: String
        public var description: String?
        public var type: TypeExpression
        public var deprecationReason: String?
        /// The key under which the coerced value appears; nil: the name.
        public var outputName: String?
        var defaultValue: InputLiteral?
        var positions = MemberPositions()

        /// - Parameter defaultValue: As a value of variables would be given; nil: no default, `.null`: null.
        public init(
            _ name: String,
            type: TypeExpression,
            description: String? = nil,
            defaultValue: JSONValue? = nil,
            deprecationReason: String? = nil,
            outputName: String? = nil
        ) {
            self.name = name
            self.type = type
            self.description = description
            self.defaultValue = defaultValue.map { InputLiteral($0) }
            self.deprecationReason = deprecationReason
            self.outputName = outputName
        }
    }

    /// A value of an enum type.
    public struct EnumValue: Sendable {
        public var name: String
        public var description: String?
        public var deprecationReason: String?
        var positions = MemberPositions()

        public init(_ name: String, description: String? = nil, deprecationReason: String? = nil) {
            self.name = name
            self.description = description
            self.deprecationReason = deprecationReason
        }
    }
}
