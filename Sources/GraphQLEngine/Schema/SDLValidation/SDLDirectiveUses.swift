/// A place in SDL that may have directives.
struct SDLDirectiveUse {
    enum Owner: Hashable {
        /// The schema definition and its extensions.
        case schema
        /// A type and its extensions.
        case type(String)
        /// Anything else: each place on its own.
        case member
    }

    var location: DirectiveLocation
    var owner: Owner
    var directives: NodeRange<Document.Directive>
}

extension Document {
    /// Every place with directives in type system definitions and extensions, in the order of the document.
    var directiveUses: [SDLDirectiveUse] {
        var uses: [SDLDirectiveUse] = []
        func add(_ location: DirectiveLocation, _ owner: SDLDirectiveUse.Owner, _ directives: NodeRange<Directive>) {
            guard !directives.isEmpty else { return }
            uses.append(SDLDirectiveUse(location: location, owner: owner, directives: directives))
        }
        func add(_ values: NodeRange<InputValueDefinition>, _ location: DirectiveLocation) {
            for id in values { add(location, .member, self[id].directives) }
        }
        for definition in definitions {
            switch definition {
            case .schema(let id): add(.schema, .schema, self[id].directives)
            case .directive(let id): add(self[id].arguments, .argumentDefinition)
            case .type(let id):
                let type = self[id]
                add(type.kind.directiveLocation, .type(text(of: type.name)), type.directives)
                for field in type.fields {
                    add(self[field].arguments, .argumentDefinition)
                    add(.fieldDefinition, .member, self[field].directives)
                }
                for value in type.values { add(.enumValue, .member, self[value].directives) }
                add(type.inputFields, .inputFieldDefinition)
            case .operation, .fragment: continue
            }
        }
        return uses
    }
}

extension Document.TypeKind {
    fileprivate var directiveLocation: DirectiveLocation {
        switch self {
        case .scalar: .scalar
        case .object: .object
        case .interface: .interface
        case .union: .union
        case .enumeration: .enum
        case .inputObject: .inputObject
        }
    }
}

/// What is known of a directive when a document is checked.
struct SDLKnownDirective {
    var locations: [DirectiveLocation]
    var isRepeatable: Bool
    var arguments: [String]
    /// Arguments that must be given, with their types as text.
    var required: [(name: String, type: String)]
}

extension SDLContext {
    /// Directives of the schema (or the built-in ones), then those of the document in their place.
    var knownDirectives: [String: SDLKnownDirective] {
        var known: [String: SDLKnownDirective] = [:]
        if let base {
            for directive in base.directives { known[directive.name] = SDLKnownDirective(directive, base) }
        } else {
            for draft in BuiltInDirectives.drafts { known[draft.name] = SDLKnownDirective(draft) }
        }
        for node in document.directiveDefinitions {
            known[text(node.name)] = SDLKnownDirective(node, document)
        }
        return known
    }
}

extension SDLKnownDirective {
    fileprivate init(_ directive: DirectiveDefinition, _ schema: Schema) {
        self.init(
            locations: directive.locations,
            isRepeatable: directive.isRepeatable,
            arguments: directive.arguments.map(\.name),
            required: directive.arguments.filter(\.isRequired).map { ($0.name, schema.text(of: $0.type)) }
        )
    }

    fileprivate init(_ draft: DirectiveDraft) {
        self.init(
            locations: draft.locations,
            isRepeatable: draft.isRepeatable,
            arguments: draft.arguments.map(\.name),
            required: draft.arguments.filter { $0.type.wrappers.isNonNull && $0.defaultValue == nil }
                .map { ($0.name, $0.type.description) }
        )
    }

    fileprivate init(_ node: Document.DirectiveDefinition, _ document: Document) {
        let arguments = node.arguments.map { document[$0] }
        self.init(
            locations: node.locations.compactMap {
                DirectiveLocation(rawValue: document.text(of: document[$0].range))
            },
            isRepeatable: node.isRepeatable,
            arguments: arguments.map { document.text(of: $0.name) },
            required: arguments.filter { $0.type.isNonNull && $0.defaultValue == nil }
                .map { (document.text(of: $0.name), document.text(of: $0.type.range)) }
        )
    }
}
