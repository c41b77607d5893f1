/// Checks a type system as spec section 3 says ("Type Validation"), with the messages of the reference implementation.
struct SchemaValidator {
    let schema: Schema
    private let locations: SchemaLocations
    private(set) var errors: [GraphQLError] = []

    static func validate(_ schema: Schema) -> [GraphQLError] {
        var validator = SchemaValidator(schema)
        validator.validateRootTypes()
        for directive in schema.directives { validator.validate(directive) }
        for (index, type) in schema.types.enumerated() where !BuiltInTypes.names.contains(type.name) {
            validator.validate(type, TypeID(index))
        }
        validator.validateInputCycles()
        return validator.errors
    }

    private init(_ schema: Schema) {
        self.schema = schema
        locations = SchemaLocations(schema.sources)
    }

    mutating func report(_ message: String, at positions: [DefinitionPosition?]) {
        errors.append(GraphQLError(message, locations: locations.locations(positions)))
    }

    /// Names that begin with two underscores are introspection's (spec 2.1.9).
    mutating func validateName(_ name: String, at position: DefinitionPosition?) {
        guard name.hasPrefix("__") else { return }
        report(
            "Name \"\(name)\" must not begin with \"__\", which is reserved by GraphQL introspection.",
            at: [position]
        )
    }
}

// MARK: - Root types, directives, types

extension SchemaValidator {
    /// Spec 3.3.1.
    private mutating func validateRootTypes() {
        if schema.queryType == nil {
            report("Query root type must be provided.", at: [schema.positions.definition])
        }
        var kinds: [TypeID: [OperationKind]] = [:]
        for kind in OperationKind.allCases {
            guard let type = schema.rootType(kind) else { continue }
            if isObject(type) {
                kinds[type, default: []].append(kind)
            } else {
                report(
                    "\(kind.title) root type must be Object type\(kind == .query ? "" : " if provided"), it cannot be "
                        + "\(schema.name(of: type)).",
                    at: [schema.positions.rootTypes[kind] ?? schema[type].positions.definitions.first]
                )
            }
        }
        for kind in OperationKind.allCases {
            guard let type = schema.rootType(kind), let shared = kinds[type], shared.count > 1, shared[0] == kind else {
                continue
            }
            report(
                "All root types must be different, \"\(schema.name(of: type))\" type is used as "
                    + Self.list(shared.map(\.rawValue)) + " root types.",
                at: shared.map { schema.positions.rootTypes[$0] }
            )
        }
    }

    private static func list(_ items: [String]) -> String {
        guard items.count > 2, let last = items.last else { return items.joined(separator: " and ") }
        return items.dropLast().joined(separator: ", ") + ", and " + last
    }

    private func isObject(_ id: TypeID) -> Bool {
        if case .object = schema[id] { return true }
        return false
    }

    /// Spec 3.13.
    private mutating func validate(_ directive: DirectiveDefinition) {
        validateName(directive.name, at: directive.position)
        if directive.locations.isEmpty {
            report("Directive @\(directive.name) must include 1 or more locations.", at: [directive.position])
        }
        for argument in directive.arguments {
            let coordinate = "@\(directive.name)(\(argument.name):)"
            validateName(argument.name, at: argument.positions.definition)
            validateInputType(argument, coordinate, at: argument.positions.definition)
            validateDeprecation(argument, "argument \(coordinate)")
        }
    }

    private mutating func validate(_ type: NamedType, _ id: TypeID) {
        validateName(type.name, at: type.positions.definitions.first)
        switch type {
        case .scalar: break
        case .object(let object):
            validate(object.fields, of: type)
            validateInterfaces(of: type, id)
        case .interface(let interface):
            validate(interface.fields, of: type)
            validateInterfaces(of: type, id)
        case .union(let union): validate(union)
        case .enum(let enumType): validate(enumType)
        case .inputObject(let input): validate(input)
        }
    }
}

// MARK: - Members

extension SchemaValidator {
    /// Spec 3.6, 3.7.
    private mutating func validate(_ fields: NamedList<FieldDefinition>, of type: NamedType) {
        if fields.isEmpty {
            report("Type \(type.name) must define one or more fields.", at: type.positions.definitions)
        }
        for field in fields {
            validateName(field.name, at: field.positions.definition)
            if !schema.isOutput(field.type) {
                report(
                    "The type of \(type.name).\(field.name) must be Output Type but got: "
                        + "\(schema.text(of: field.type)).",
                    at: [field.positions.type]
                )
            }
            for argument in field.arguments {
                let coordinate = "\(type.name).\(field.name)(\(argument.name):)"
                validateName(argument.name, at: argument.positions.definition)
                validateInputType(argument, coordinate, at: argument.positions.type)
                validateDeprecation(argument, "argument \(coordinate)")
            }
        }
    }

    private mutating func validateInputType(
        _ value: InputValueDefinition,
        _ coordinate: String,
        at position: DefinitionPosition?
    ) {
        guard !schema.isInput(value.type) else { return }
        report(
            "The type of \(coordinate) must be Input Type but got: \(schema.text(of: value.type)).",
            at: [position]
        )
    }

    private mutating func validateDeprecation(_ value: InputValueDefinition, _ subject: String) {
        guard value.isRequired, value.deprecationReason != nil else { return }
        report(
            "Required \(subject) cannot be deprecated.",
            at: [value.positions.deprecated, value.positions.type]
        )
    }

    /// Spec 3.8.
    private mutating func validate(_ union: UnionType) {
        if union.members.isEmpty {
            report(
                "Union type \(union.name) must define one or more member types.",
                at: union.positions.definitions
            )
        }
        var seen: Set<TypeID> = []
        for member in union.members {
            let name = schema.name(of: member)
            guard seen.insert(member).inserted else {
                report(
                    "Union type \(union.name) can only include type \(name) once.",
                    at: references(to: member, among: union.members, union.positions)
                )
                continue
            }
            if !isObject(member) {
                report(
                    "Union type \(union.name) can only include Object types, it cannot include \(name).",
                    at: references(to: member, among: union.members, union.positions)
                )
            }
        }
    }

    /// Where a type names another: of its interfaces or members.
    func references(
        to target: TypeID,
        among targets: [TypeID],
        _ positions: TypePositions
    ) -> [DefinitionPosition?] {
        zip(targets, positions.references).filter { $0.0 == target }.map(\.1)
    }

    /// Spec 3.9.
    private mutating func validate(_ type: EnumType) {
        if type.values.isEmpty {
            report("Enum type \(type.name) must define one or more values.", at: type.positions.definitions)
        }
        for value in type.values { validateName(value.name, at: value.positions.definition) }
    }

    /// Spec 3.10.
    private mutating func validate(_ input: InputObjectType) {
        if input.fields.isEmpty {
            report("Input Object type \(input.name) must define one or more fields.", at: input.positions.definitions)
        }
        for field in input.fields {
            let coordinate = "\(input.name).\(field.name)"
            validateName(field.name, at: field.positions.definition)
            validateInputType(field, coordinate, at: field.positions.type)
            validateDeprecation(field, "input field \(coordinate)")
            guard input.isOneOf else { continue }
            if field.type.isNonNull {
                report("OneOf input field \(coordinate) must be nullable.", at: [field.positions.type])
            }
            if field.defaultValue != nil {
                report(
                    "OneOf input field \(coordinate) cannot have a default value.",
                    at: [field.positions.definition]
                )
            }
        }
    }
}

extension OperationKind {
    fileprivate var title: String {
        switch self {
        case .query: "Query"
        case .mutation: "Mutation"
        case .subscription: "Subscription"
        }
    }
}
