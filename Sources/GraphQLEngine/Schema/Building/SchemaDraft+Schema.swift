extension SchemaDraft {
    /// A schema as a draft again, without what is built in.
    init(_ schema: Schema) {
        self.init()
        description = schema.description
        sources = schema.sources
        positions = schema.positions
        for kind in OperationKind.allCases {
            rootTypes[kind] = schema.rootType(kind).map { schema.name(of: $0) }
        }
        types = schema.types.filter { !BuiltInTypes.names.contains($0.name) }.map { Self.draft(of: $0, in: schema) }
        directives = schema.directives.map { directive in
            DirectiveDraft(
                name: directive.name,
                description: directive.description,
                arguments: directive.arguments.map { .init($0, in: schema) },
                locations: directive.locations,
                isRepeatable: directive.isRepeatable,
                position: directive.position
            )
        }
    }

    private static func draft(of type: NamedType, in schema: Schema) -> TypeDraft {
        let kind: TypeDraft.Kind =
            switch type {
            case .scalar(let type): .scalar(type.coercion, specifiedByURL: type.specifiedByURL)
            case .object(let type):
                .object(
                    interfaces: type.interfaces.map { schema.name(of: $0) },
                    fields: type.fields.map { .init($0, in: schema) }
                )
            case .interface(let type):
                .interface(
                    interfaces: type.interfaces.map { schema.name(of: $0) },
                    fields: type.fields.map { .init($0, in: schema) },
                    type.typeResolver
                )
            case .union(let type): .union(members: type.members.map { schema.name(of: $0) }, type.typeResolver)
            case .enum(let type): .enum(values: type.values.map { .init($0) })
            case .inputObject(let type):
                .inputObject(fields: type.fields.map { .init($0, in: schema) }, isOneOf: type.isOneOf)
            }
        var draft = TypeDraft(type.name, kind, type.description)
        draft.positions = type.positions
        return draft
    }
}

extension SchemaBuilder.Field {
    fileprivate init(_ field: FieldDefinition, in schema: Schema) {
        self.init(
            field.name,
            type: TypeExpression(field.type, in: schema),
            description: field.description,
            arguments: field.arguments.map { .init($0, in: schema) },
            deprecationReason: field.deprecationReason,
            resolution: field.resolution
        )
        positions = field.positions
    }
}

extension SchemaBuilder.InputValue {
    fileprivate init(_ value: InputValueDefinition, in schema: Schema) {
        self.init(
            value.name,
            type: TypeExpression(value.type, in: schema),
            description: value.description,
            defaultValue: value.defaultValue,
            deprecationReason: value.deprecationReason,
            outputName: value.outputName
        )
        positions = value.positions
    }
}

extension SchemaBuilder.EnumValue {
    fileprivate init(_ value: EnumValueDefinition) {
        self.init(value.name, description: value.description, deprecationReason: value.deprecationReason)
        positions = value.positions
    }
}

extension TypeExpression {
    /// The type by its name.
    init(_ type: TypeReference, in schema: Schema) {
        self.init(name: schema.name(of: type.namedType), wrappers: type.wrappers)
    }
}
