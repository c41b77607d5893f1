/// Adds the definitions and extensions of a document that keeps the rules of SDL to a draft.
struct SDLReader {
    private let document: Document
    private let source: UInt32
    private let coercions: [String: any ScalarCoercion]
    private var draft: SchemaDraft
    private var types: [String: Int]
    /// Values of `@deprecated`, `@specifiedBy` that do not fit; types nested too deep.
    private var errors: [GraphQLError] = []
    private var locator: SourceLocator

    private init(_ document: Document, onto draft: SchemaDraft, coercions: [String: any ScalarCoercion]) {
        self.document = document
        self.draft = draft
        self.coercions = coercions
        source = UInt32(truncatingIfNeeded: draft.sources.count)
        locator = SourceLocator(document.source)
        types = Dictionary(draft.types.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.draft.sources.append(document.source)
    }

    /// - Throws: `document` errors.
    static func read(
        _ document: Document,
        onto draft: SchemaDraft,
        coercions: [String: any ScalarCoercion]
    ) throws(SchemaError) -> SchemaDraft {
        var reader = SDLReader(document, onto: draft, coercions: coercions)
        reader.readDefinitions()
        guard reader.errors.isEmpty else { throw SchemaError(.document, reader.errors) }
        return reader.draft
    }
}

// MARK: - Definitions

extension SDLReader {
    /// Definitions first, so that an extension may stand before what it extends.
    private mutating func readDefinitions() {
        for definition in document.definitions {
            switch definition {
            case .type(let id) where !document[id].isExtension: define(document[id])
            case .directive(let id): define(document[id])
            case .schema(let id) where !document[id].isExtension: define(document[id])
            case .type, .schema, .operation, .fragment: continue
            }
        }
        readExtensions()
    }

    /// All extensions of a type at once: each on its own would copy what the type has already.
    private mutating func readExtensions() {
        var extensions: [Int: [Document.TypeDefinition]] = [:]
        for node in document.typeDefinitions where node.isExtension {
            guard let index = types[document.text(of: node.name)] else { continue }
            extensions[index, default: []].append(node)
        }
        for (index, nodes) in extensions.sorted(by: { $0.key < $1.key }) {
            var type = draft.types[index]
            add(nodes, to: &type)
            draft.types[index] = type
        }
        for node in document.schemaDefinitions where node.isExtension { readOperationTypes(node) }
    }

    private mutating func define(_ node: Document.SchemaDefinition) {
        draft.description = node.description.map { document.stringValue(of: $0) }
        draft.positions.definition = position(node.range)
        readOperationTypes(node)
    }

    private mutating func readOperationTypes(_ node: Document.SchemaDefinition) {
        for id in node.operationTypes {
            let operation = document[id]
            draft.rootTypes[operation.kind] = document.text(of: operation.type)
            draft.positions.rootTypes[operation.kind] = position(operation.type)
        }
    }

    private mutating func define(_ node: Document.DirectiveDefinition) {
        draft.directives.append(
            DirectiveDraft(
                name: document.text(of: node.name),
                description: node.description.map { document.stringValue(of: $0) },
                arguments: inputValues(node.arguments),
                locations: node.locations.compactMap {
                    DirectiveLocation(rawValue: document.text(of: document[$0].range))
                },
                isRepeatable: node.isRepeatable,
                position: position(node.range)
            )
        )
    }

    private mutating func define(_ node: Document.TypeDefinition) {
        let name = document.text(of: node.name)
        guard !BuiltInTypes.names.contains(name) else { return }
        var type = TypeDraft(name, emptyKind(node, name), node.description.map { document.stringValue(of: $0) })
        add([node], to: &type)
        types[name] = draft.types.count
        draft.types.append(type)
    }

    private func emptyKind(_ node: Document.TypeDefinition, _ name: String) -> TypeDraft.Kind {
        switch node.kind {
        case .scalar: .scalar(coercions[name] ?? AnyJSONCoercion(), specifiedByURL: nil)
        case .object: .object(interfaces: [], fields: [])
        case .interface: .interface(interfaces: [], fields: [], nil)
        case .union: .union(members: [], nil)
        case .enumeration: .enum(values: [])
        case .inputObject: .inputObject(fields: [], isOneOf: false)
        }
    }

    /// Adds what definitions or extensions say to a type of the same kind.
    private mutating func add(_ nodes: [Document.TypeDefinition], to type: inout TypeDraft) {
        type.positions.definitions += nodes.map { position($0.range) }
        switch type.kind {
        case .scalar(let coercion, var url):
            for node in nodes { url = specifiedByURL(node) ?? url }
            type.kind = .scalar(coercion, specifiedByURL: url)
        case .object(var interfaces, var fields):
            for node in nodes {
                interfaces += names(node.interfaces, &type.positions)
                fields += self.fields(node.fields)
            }
            type.kind = .object(interfaces: interfaces, fields: fields)
        case .interface(var interfaces, var fields, let resolver):
            for node in nodes {
                interfaces += names(node.interfaces, &type.positions)
                fields += self.fields(node.fields)
            }
            type.kind = .interface(interfaces: interfaces, fields: fields, resolver)
        case .union(var members, let resolver):
            for node in nodes { members += names(node.members, &type.positions) }
            type.kind = .union(members: members, resolver)
        case .enum(var values):
            for node in nodes { values += enumValues(node.values) }
            type.kind = .enum(values: values)
        case .inputObject(var fields, var isOneOf):
            for node in nodes {
                fields += inputValues(node.inputFields)
                isOneOf = isOneOf || node.directives.contains { document.text(of: document[$0].name) == "oneOf" }
            }
            type.kind = .inputObject(fields: fields, isOneOf: isOneOf)
        }
    }
}

// MARK: - Members

extension SDLReader {
    private func names(_ range: NodeRange<Document.Name>, _ positions: inout TypePositions) -> [String] {
        range.map { id in
            positions.references.append(position(document[id].range))
            return document.text(of: document[id].range)
        }
    }

    private mutating func fields(_ range: NodeRange<Document.FieldDefinition>) -> [SchemaBuilder.Field] {
        var fields: [SchemaBuilder.Field] = []
        fields.reserveCapacity(range.count)
        for id in range {
            let node = document[id]
            var field = SchemaBuilder.Field(document.text(of: node.name), type: type(node.type))
            field.description = node.description.map { document.stringValue(of: $0) }
            field.arguments = inputValues(node.arguments)
            field.positions.definition = position(node.range)
            field.positions.type = position(node.type.range)
            field.deprecationReason = deprecation(node.directives, &field.positions)
            fields.append(field)
        }
        return fields
    }

    private mutating func inputValues(
        _ range: NodeRange<Document.InputValueDefinition>
    ) -> [SchemaBuilder.InputValue] {
        var values: [SchemaBuilder.InputValue] = []
        values.reserveCapacity(range.count)
        for id in range {
            let node = document[id]
            var value = SchemaBuilder.InputValue(document.text(of: node.name), type: type(node.type))
            value.description = node.description.map { document.stringValue(of: $0) }
            value.defaultValue = node.defaultValue.map { InputLiteral($0, in: document) }
            value.positions.definition = position(node.range)
            value.positions.type = position(node.type.range)
            value.positions.defaultValue = node.defaultValue.map { position($0.range) }
            value.deprecationReason = deprecation(node.directives, &value.positions)
            values.append(value)
        }
        return values
    }

    private mutating func enumValues(
        _ range: NodeRange<Document.EnumValueDefinition>
    ) -> [SchemaBuilder.EnumValue] {
        var values: [SchemaBuilder.EnumValue] = []
        for id in range {
            let node = document[id]
            var value = SchemaBuilder.EnumValue(document.text(of: node.name))
            value.description = node.description.map { document.stringValue(of: $0) }
            value.positions.definition = position(node.range)
            value.deprecationReason = deprecation(node.directives, &value.positions)
            values.append(value)
        }
        return values
    }

    private mutating func type(_ node: Document.TypeReference) -> TypeExpression {
        var levels = [node]
        while case .list(let item) = levels[levels.count - 1].kind { levels.append(document[item]) }
        var wrappers = TypeWrappers()
        for (depth, level) in levels.enumerated().reversed() {
            if level.isNonNull { wrappers = wrappers.required }
            guard depth > 0 else { break }
            guard let list = wrappers.list else {
                report("Types cannot be nested in more than \(TypeWrappers.maximumListDepth) lists.", at: node.range)
                break
            }
            wrappers = list
        }
        return TypeExpression(name: document.text(of: document.innermostName(of: node)), wrappers: wrappers)
    }
}

// MARK: - Directives

extension SDLReader {
    private mutating func deprecation(
        _ directives: NodeRange<Document.Directive>,
        _ positions: inout MemberPositions
    ) -> String? {
        guard let id = directives.first(where: { document.text(of: document[$0].name) == "deprecated" }) else {
            return nil
        }
        positions.deprecated = position(document[id].range)
        guard let argument = argument("reason", of: id) else { return BuiltInDirectives.defaultDeprecationReason }
        if case .null = argument.value.kind { return nil }
        return string(argument)
    }

    private mutating func specifiedByURL(_ node: Document.TypeDefinition) -> String? {
        guard let id = node.directives.first(where: { document.text(of: document[$0].name) == "specifiedBy" }),
            let argument = argument("url", of: id)
        else { return nil }
        if case .null = argument.value.kind {
            report("Argument \"url\" of non-null type \"String!\" must not be null.", at: argument.value.range)
            return nil
        }
        return string(argument)
    }

    private func argument(_ name: String, of directive: NodeID<Document.Directive>) -> Document.Argument? {
        document[directive].arguments.lazy.map { document[$0] }.first { document.text(of: $0.name) == name }
    }

    private mutating func string(_ argument: Document.Argument) -> String? {
        if case .string = argument.value.kind { return document.stringValue(of: argument.value) }
        let shown = InputLiteral(argument.value, in: document).printed
        let name = document.text(of: argument.name)
        report("Argument \"\(name)\" has invalid value \(shown).", at: argument.value.range)
        return nil
    }

    private func position(_ range: SourceRange) -> DefinitionPosition {
        DefinitionPosition(source: source, offset: range.offset)
    }

    private mutating func report(_ message: String, at range: SourceRange) {
        errors.append(GraphQLError(message, locations: [locator.location(at: range.offset)]))
    }
}
