import GraphQLEngine

/// Everything that a document says, without positions: what two documents are compared by. Written apart from
/// `DocumentPrinter`, so that the one checks the other.
struct DocumentOutline {
    let document: Document

    init(_ document: Document) {
        self.document = document
    }

    var text: String {
        document.definitions.map { definition in
            switch definition {
            case .operation(let id):
                let operation = document[id]
                return list(
                    "operation",
                    operation.kind.rawValue,
                    name(operation.name),
                    string(operation.description),
                    all(operation.variables, variable),
                    directives(operation.directives),
                    selections(operation.selectionSet)
                )
            case .fragment(let id):
                let fragment = document[id]
                return list(
                    "fragment",
                    name(fragment.name),
                    name(fragment.typeCondition),
                    string(fragment.description),
                    directives(fragment.directives),
                    selections(fragment.selectionSet)
                )
            case .schema(let id):
                let schema = document[id]
                return list(
                    "schema",
                    "\(schema.isExtension)",
                    string(schema.description),
                    directives(schema.directives),
                    all(schema.operationTypes) { list($0.kind.rawValue, name($0.type)) }
                )
            case .type(let id): return type(document[id])
            case .directive(let id):
                let directive = document[id]
                return list(
                    "directive",
                    name(directive.name),
                    string(directive.description),
                    "\(directive.isRepeatable)",
                    all(directive.arguments, inputValue),
                    directive.locations.map { name(document[$0].range) }.joined()
                )
            }
        }.joined(separator: "\n")
    }

    private func type(_ type: Document.TypeDefinition) -> String {
        list(
            "\(type.kind)",
            "\(type.isExtension)",
            name(type.name),
            string(type.description),
            directives(type.directives),
            type.interfaces.map { name(document[$0].range) }.joined(),
            type.members.map { name(document[$0].range) }.joined(),
            type.fields.map { id in
                let field = document[id]
                return list(
                    name(field.name),
                    string(field.description),
                    all(field.arguments, inputValue),
                    reference(field.type),
                    directives(field.directives)
                )
            }.joined(),
            all(type.inputFields, inputValue),
            type.values.map { id in
                let value = document[id]
                return list(name(value.name), string(value.description), directives(value.directives))
            }.joined()
        )
    }

    private func variable(_ variable: Document.VariableDefinition) -> String {
        list(
            name(variable.name),
            string(variable.description),
            reference(variable.type),
            variable.defaultValue.map(value) ?? "-",
            directives(variable.directives)
        )
    }

    private func inputValue(_ inputValue: Document.InputValueDefinition) -> String {
        list(
            name(inputValue.name),
            string(inputValue.description),
            reference(inputValue.type),
            inputValue.defaultValue.map(value) ?? "-",
            directives(inputValue.directives)
        )
    }

    private func selections(_ set: Document.SelectionSet) -> String {
        set.selections.map { id in
            switch document[id] {
            case .field(let id):
                let field = document[id]
                return list(
                    "field",
                    name(field.alias),
                    name(field.name),
                    arguments(field.arguments),
                    directives(field.directives),
                    field.selectionSet.map(selections) ?? "-"
                )
            case .spread(let id): return list("spread", name(document[id].name), directives(document[id].directives))
            case .inline(let id):
                let fragment = document[id]
                return list(
                    "inline",
                    name(fragment.typeCondition),
                    directives(fragment.directives),
                    selections(fragment.selectionSet)
                )
            }
        }.joined()
    }

    private func directives(_ directives: NodeRange<Document.Directive>) -> String {
        directives.map { list("@", name(document[$0].name), arguments(document[$0].arguments)) }.joined()
    }

    private func arguments(_ arguments: NodeRange<Document.Argument>) -> String {
        arguments.map { list(name(document[$0].name), value(document[$0].value)) }.joined()
    }

    private func value(_ value: Document.Value) -> String {
        switch value.kind {
        case .variable(let name): list("$", self.name(name))
        case .int, .float, .enumeration: list("\(value.kind)", document.text(of: value.range))
        case .string(let isBlock): list("string", "\(isBlock)", document.stringValue(of: value).debugDescription)
        case .boolean, .null: "\(value.kind)"
        case .list(let items): list("list", items.map { self.value(document[$0]) }.joined())
        case .object(let fields):
            list("object", fields.map { list(name(document[$0].name), self.value(document[$0].value)) }.joined())
        }
    }

    private func reference(_ type: Document.TypeReference) -> String {
        switch type.kind {
        case .named(let name): list("named", self.name(name), "\(type.isNonNull)")
        case .list(let item): list("list", reference(document[item]), "\(type.isNonNull)")
        }
    }

    private func name(_ range: SourceRange?) -> String { range.map { document.text(of: $0) } ?? "-" }

    private func string(_ literal: Document.StringValue?) -> String {
        literal.map { "\($0.isBlock)" + document.stringValue(of: $0).debugDescription } ?? "-"
    }

    private func list(_ parts: String...) -> String { "(" + parts.joined(separator: " ") + ")" }

    private func all(
        _ nodes: NodeRange<Document.VariableDefinition>,
        _ body: (Document.VariableDefinition) -> String
    ) -> String {
        nodes.map { body(document[$0]) }.joined()
    }

    private func all(
        _ nodes: NodeRange<Document.InputValueDefinition>,
        _ body: (Document.InputValueDefinition) -> String
    ) -> String {
        nodes.map { body(document[$0]) }.joined()
    }

    private func all(
        _ nodes: NodeRange<Document.OperationTypeDefinition>,
        _ body: (Document.OperationTypeDefinition) -> String
    ) -> String {
        nodes.map { body(document[$0]) }.joined()
    }
}
