import JSON

/// Reads the result of an introspection query.
struct IntrospectionReader {
    private let coercions: [String: any ScalarCoercion]

    static func read(
        _ result: JSONValue,
        coercions: [String: any ScalarCoercion]
    ) throws(GraphQLError) -> SchemaDraft {
        guard let root = result["__schema"] ?? result["data"]?["__schema"], root.object != nil else {
            throw GraphQLError(
                "Invalid or incomplete introspection result. Ensure that a full introspection query is used in order "
                    + "to build a client schema: no \"__schema\" in it."
            )
        }
        return try IntrospectionReader(coercions: coercions).schema(root)
    }

    private func schema(_ root: JSONValue) throws(GraphQLError) -> SchemaDraft {
        var draft = SchemaDraft()
        draft.description = root["description"]?.string
        for kind in OperationKind.allCases {
            draft.rootTypes[kind] = root["\(kind.rawValue)Type"]?["name"]?.string
        }
        for type in try list(root, "types", of: "__schema") {
            let name = try self.name(type, of: "type")
            guard !BuiltInTypes.names.contains(name) else { continue }
            draft.types.append(TypeDraft(name, try kind(type, name), type["description"]?.string))
        }
        // A result without directives says nothing about them; the built-in ones are there in any case.
        for directive in root["directives"]?.array ?? [] {
            draft.directives.append(try self.directive(directive))
        }
        return draft
    }

    private func kind(_ type: JSONValue, _ name: String) throws(GraphQLError) -> TypeDraft.Kind {
        switch type["kind"]?.string {
        case "SCALAR":
            return .scalar(
                coercions[name] ?? AnyJSONCoercion(),
                specifiedByURL: type["specifiedByURL"]?.string
            )
        case "OBJECT": return .object(interfaces: try interfaces(type, name), fields: try fields(type, name))
        case "INTERFACE":
            return .interface(interfaces: try interfaces(type, name), fields: try fields(type, name), nil)
        case "UNION": return .union(members: try names(type, "possibleTypes", of: name), nil)
        case "ENUM":
            var values: [SchemaBuilder.EnumValue] = []
            for value in try list(type, "enumValues", of: name) {
                values.append(
                    .init(
                        try self.name(value, of: name),
                        description: value["description"]?.string,
                        deprecationReason: value["deprecationReason"]?.string
                    )
                )
            }
            return .enum(values: values)
        case "INPUT_OBJECT":
            return .inputObject(
                fields: try inputValues(type, "inputFields", of: name),
                isOneOf: type["isOneOf"]?.bool ?? false
            )
        default:
            throw GraphQLError(
                "Invalid or incomplete introspection result. Ensure that a full introspection query is used in order "
                    + "to build a client schema: the kind of \"\(name)\" is missing or unknown."
            )
        }
    }

    /// Interfaces of interfaces are absent in results of old servers.
    private func interfaces(_ type: JSONValue, _ name: String) throws(GraphQLError) -> [String] {
        if type["interfaces"]?.array == nil, type["kind"]?.string == "INTERFACE" { return [] }
        return try names(type, "interfaces", of: name)
    }

    private func fields(_ type: JSONValue, _ name: String) throws(GraphQLError) -> [SchemaBuilder.Field] {
        var fields: [SchemaBuilder.Field] = []
        for field in try list(type, "fields", of: name) {
            let fieldName = try self.name(field, of: name)
            fields.append(
                SchemaBuilder.Field(
                    fieldName,
                    type: try reference(field["type"], "\(name).\(fieldName)"),
                    description: field["description"]?.string,
                    arguments: try inputValues(field, "args", of: "\(name).\(fieldName)"),
                    deprecationReason: field["deprecationReason"]?.string
                )
            )
        }
        return fields
    }

    private func inputValues(
        _ parent: JSONValue,
        _ member: String,
        of owner: String
    ) throws(GraphQLError) -> [SchemaBuilder.InputValue] {
        var values: [SchemaBuilder.InputValue] = []
        for value in try list(parent, member, of: owner) {
            let name = try self.name(value, of: owner)
            var input = SchemaBuilder.InputValue(
                name,
                type: try reference(value["type"], "\(owner).\(name)"),
                description: value["description"]?.string,
                deprecationReason: value["deprecationReason"]?.string
            )
            if let text = value["defaultValue"]?.string {
                let (document, literal) = try Parser.parseValue(text, limits: .trusted)
                input.defaultValue = InputLiteral(literal, in: document)
                input.defaultValue?.offset = nil
            }
            values.append(input)
        }
        return values
    }

    private func directive(_ value: JSONValue) throws(GraphQLError) -> DirectiveDraft {
        let name = try self.name(value, of: "directive")
        return DirectiveDraft(
            name: name,
            description: value["description"]?.string,
            arguments: try inputValues(value, "args", of: "@\(name)"),
            locations: try list(value, "locations", of: "@\(name)").compactMap {
                $0.string.flatMap { DirectiveLocation(rawValue: $0) }
            },
            isRepeatable: value["isRepeatable"]?.bool ?? false
        )
    }
}

// MARK: - Parts

extension IntrospectionReader {
    private func reference(_ value: JSONValue?, _ owner: String) throws(GraphQLError) -> TypeExpression {
        var nonNull: [Bool] = []  // by level, outermost first
        var current = value
        var isNonNull = false
        while let type = current {
            switch type["kind"]?.string {
            case "NON_NULL": isNonNull = true
            case "LIST":
                nonNull.append(isNonNull)
                isNonNull = false
            default:
                nonNull.append(isNonNull)
                return try expression(try name(type, of: owner), nonNull)
            }
            current = type["ofType"].flatMap { $0.isNull ? nil : $0 }
        }
        throw GraphQLError("Decorated type deeper than introspection query.")
    }

    private func expression(_ name: String, _ nonNull: [Bool]) throws(GraphQLError) -> TypeExpression {
        var wrappers = TypeWrappers()
        for (level, isNonNull) in nonNull.enumerated().reversed() {
            if isNonNull { wrappers = wrappers.required }
            guard level > 0 else { break }
            guard let list = wrappers.list else {
                throw GraphQLError("Types cannot be nested in more than \(TypeWrappers.maximumListDepth) lists.")
            }
            wrappers = list
        }
        return TypeExpression(name: name, wrappers: wrappers)
    }

    private func name(_ value: JSONValue, of owner: String) throws(GraphQLError) -> String {
        guard let name = value["name"]?.string else {
            throw GraphQLError("Introspection result missing a name in \(owner).")
        }
        return name
    }

    private func names(_ value: JSONValue, _ member: String, of owner: String) throws(GraphQLError) -> [String] {
        var names: [String] = []
        for item in try list(value, member, of: owner) { names.append(try name(item, of: owner)) }
        return names
    }

    private func list(_ value: JSONValue, _ member: String, of owner: String) throws(GraphQLError) -> [JSONValue] {
        guard let items = value[member]?.array else {
            throw GraphQLError("Introspection result missing \(member): \(owner).")
        }
        return items
    }
}
