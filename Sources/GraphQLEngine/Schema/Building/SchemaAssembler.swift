import JSON

/// Turns a draft into a schema: names become IDs, defaults are coerced, the result is validated.
struct SchemaAssembler {
    private let draft: SchemaDraft
    /// In the order of their IDs.
    private var types: [TypeDraft] = []
    private var ids: [String: TypeID] = [:]
    private let directives: [DirectiveDraft]
    private var defaults: DefaultValues

    /// - Throws: `schema` errors, all that were found.
    static func assemble(_ draft: SchemaDraft, validates: Bool = true) throws(SchemaError) -> Schema {
        let nameErrors = DraftNames.check(draft)
        guard nameErrors.isEmpty else { throw SchemaError(.schema, nameErrors) }
        var assembler = SchemaAssembler(draft)
        let schema = assembler.schema()
        guard validates else { return schema }
        let locations = SchemaLocations(draft.sources)
        var errors = SchemaValidator.validate(schema)
        errors += assembler.defaults.errors.map {
            GraphQLError($0.message, locations: locations.locations($0.positions))
        }
        guard errors.isEmpty else { throw SchemaError(.schema, errors) }
        return schema
    }

    private init(_ draft: SchemaDraft) {
        self.draft = draft
        let defined = Set(draft.directives.map(\.name))
        directives = draft.directives + BuiltInDirectives.drafts.filter { !defined.contains($0.name) }
        defaults = DefaultValues()
        orderTypes()
        defaults = DefaultValues(types: types, ids: ids)
    }

    /// Types of the draft, each built-in scalar after the first type that uses it, then the types of introspection.
    private mutating func orderTypes() {
        let own = draft.types.filter { !BuiltInTypes.names.contains($0.name) }
        types.reserveCapacity(own.count + 16)
        for type in own {
            append(type)
            appendScalars(type.referencedNames)
        }
        appendScalars(directives.flatMap { $0.arguments.map(\.type.name) })
        for type in IntrospectionTypes.drafts {
            append(type)
            appendScalars(type.referencedNames)
        }
    }

    private mutating func append(_ type: TypeDraft) {
        ids[type.name] = TypeID(types.count)
        types.append(type)
    }

    private mutating func appendScalars(_ names: [String]) {
        for name in names where ids[name] == nil {
            guard let scalar = BuiltInScalar(rawValue: name)?.type else { continue }
            append(TypeDraft(name, .scalar(scalar.coercion, specifiedByURL: nil), scalar.description))
        }
    }
}

// MARK: - Resolving

extension SchemaAssembler {
    private mutating func schema() -> Schema {
        var named: [NamedType] = []
        named.reserveCapacity(types.count)
        for index in types.indices { named.append(namedType(types[index])) }
        return Schema(
            description: draft.description,
            types: named,
            queryType: draft.rootTypes[.query].flatMap { ids[$0] },
            mutationType: draft.rootTypes[.mutation].flatMap { ids[$0] },
            subscriptionType: draft.rootTypes[.subscription].flatMap { ids[$0] },
            directives: directives.map { directive($0) },
            sources: draft.sources,
            positions: draft.positions
        )
    }

    private mutating func namedType(_ type: TypeDraft) -> NamedType {
        switch type.kind {
        case .scalar(let coercion, let url):
            .scalar(
                ScalarType(
                    name: type.name,
                    description: type.description,
                    specifiedByURL: url,
                    coercion: coercion,
                    builtIn: BuiltInScalar(rawValue: type.name),
                    positions: type.positions
                )
            )
        case .object(let interfaces, let fields):
            .object(
                ObjectType(
                    name: type.name,
                    description: type.description,
                    interfaces: resolve(interfaces),
                    fields: self.fields(fields, of: type.name),
                    positions: type.positions
                )
            )
        case .interface(let interfaces, let fields, let resolver):
            .interface(
                InterfaceType(
                    name: type.name,
                    description: type.description,
                    interfaces: resolve(interfaces),
                    fields: self.fields(fields, of: type.name),
                    typeResolver: resolver,
                    positions: type.positions
                )
            )
        case .union(let members, let resolver):
            .union(
                UnionType(
                    name: type.name,
                    description: type.description,
                    members: resolve(members),
                    typeResolver: resolver,
                    positions: type.positions
                )
            )
        case .enum(let values):
            .enum(
                EnumType(
                    name: type.name,
                    description: type.description,
                    values: NamedList(values.map { EnumValueDefinition($0) }),
                    positions: type.positions
                )
            )
        case .inputObject(let fields, let isOneOf):
            .inputObject(
                InputObjectType(
                    name: type.name,
                    description: type.description,
                    fields: inputFields(fields, of: type.name),
                    isOneOf: isOneOf,
                    positions: type.positions
                )
            )
        }
    }

    /// Names are known to exist; see `DraftNames`.
    private func resolve(_ names: [String]) -> [TypeID] {
        names.compactMap { ids[$0] }
    }

    private func resolve(_ type: TypeExpression) -> TypeReference {
        TypeReference(ids[type.name] ?? TypeID(0), type.wrappers)
    }

    private mutating func fields(_ fields: [SchemaBuilder.Field], of type: String) -> NamedList<FieldDefinition> {
        var resolved: [FieldDefinition] = []
        resolved.reserveCapacity(fields.count)
        for field in fields {
            resolved.append(
                FieldDefinition(
                    name: field.name,
                    description: field.description,
                    arguments: arguments(field.arguments) { "\(type).\(field.name)(\($0):)" },
                    type: resolve(field.type),
                    deprecationReason: field.deprecationReason,
                    resolution: field.resolution,
                    positions: field.positions
                )
            )
        }
        return NamedList(resolved)
    }

    /// - Parameter coordinate: What messages call the argument of a name.
    private mutating func arguments(
        _ arguments: [SchemaBuilder.InputValue],
        coordinate: (String) -> String
    ) -> NamedList<InputValueDefinition> {
        var resolved: [InputValueDefinition] = []
        resolved.reserveCapacity(arguments.count)
        for argument in arguments {
            let type = resolve(argument.type)
            let value = defaults.value(of: argument, type: type) { coordinate(argument.name) }
            resolved.append(inputValue(argument, type, value))
        }
        return NamedList(resolved)
    }

    private mutating func inputFields(
        _ fields: [SchemaBuilder.InputValue],
        of type: String
    ) -> NamedList<InputValueDefinition> {
        guard let id = ids[type] else { return [] }
        var resolved: [InputValueDefinition] = []
        resolved.reserveCapacity(fields.count)
        for (index, field) in fields.enumerated() {
            resolved.append(inputValue(field, resolve(field.type), defaults.value(ofField: index, in: id)))
        }
        return NamedList(resolved)
    }

    private func inputValue(
        _ value: SchemaBuilder.InputValue,
        _ type: TypeReference,
        _ defaultValue: DefaultValue?
    ) -> InputValueDefinition {
        InputValueDefinition(
            name: value.name,
            description: value.description,
            type: type,
            defaultValue: defaultValue?.external,
            coercedDefaultValue: defaultValue?.coerced,
            deprecationReason: value.deprecationReason,
            outputName: value.outputName,
            positions: value.positions
        )
    }

    private mutating func directive(_ draft: DirectiveDraft) -> DirectiveDefinition {
        DirectiveDefinition(
            name: draft.name,
            description: draft.description,
            arguments: arguments(draft.arguments) { "@\(draft.name)(\($0):)" },
            locations: draft.locations,
            isRepeatable: draft.isRepeatable,
            position: draft.position
        )
    }
}

extension EnumValueDefinition {
    fileprivate init(_ draft: SchemaBuilder.EnumValue) {
        self.init(
            name: draft.name,
            description: draft.description,
            deprecationReason: draft.deprecationReason,
            positions: draft.positions
        )
    }
}

extension TypeDraft {
    /// Every type that it names, in the order in which it does.
    var referencedNames: [String] {
        switch kind {
        case .scalar, .enum: []
        case .object(let interfaces, let fields), .interface(let interfaces, let fields, _):
            interfaces + fields.flatMap { [$0.type.name] + $0.arguments.map(\.type.name) }
        case .union(let members, _): members
        case .inputObject(let fields, _): fields.map(\.type.name)
        }
    }
}
