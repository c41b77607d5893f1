import JSON

/// The arguments of a field as far as they are known before variables are.
struct ArgumentPlan: Sendable {
    /// Everything, where no variable is used.
    let constant: Arguments?
    let definitions: NamedList<InputValueDefinition>
    /// By definition; nil where the argument is not given.
    let literals: [Document.Value?]
    let names: [String]
    /// The place of the field node, for arguments that are not there.
    let offset: UInt32

    init(
        _ definitions: NamedList<InputValueDefinition>,
        field: Document.Field,
        in document: Document,
        schema: Schema
    ) {
        var given: [String: Document.Value] = [:]
        for id in field.arguments {
            let argument = document[id]
            given[document.text(of: argument.name)] = argument.value
        }
        self.definitions = definitions
        self.literals = definitions.map { given[$0.name] }
        self.names = definitions.map(\.outputName)
        self.offset = field.range.offset
        guard !literals.contains(where: { $0.map { document.containsVariable($0) } ?? false }) else {
            constant = nil
            return
        }
        constant = try? ArgumentCoercion(
            plan: (definitions, literals, names, offset),
            coercion: LiteralCoercion(document: document, schema: schema, variables: nil),
            variables: nil
        ).arguments()
    }

    /// CoerceArgumentValues, spec 6.4.1.
    func coerced(with variables: VariableValues, in operation: PreparedOperation) -> Result<Arguments, PlanFailure> {
        if let constant { return .success(constant) }
        let coercion = LiteralCoercion(
            document: operation.document,
            schema: operation.schema,
            variables: (operation.variableIndices, variables)
        )
        do {
            return .success(
                try ArgumentCoercion(
                    plan: (definitions, literals, names, offset),
                    coercion: coercion,
                    variables: variables
                ).arguments()
            )
        } catch {
            return .failure(error)
        }
    }
}

extension Document {
    /// Whether a variable stands anywhere in a literal.
    func containsVariable(_ literal: Value) -> Bool {
        switch literal.kind {
        case .variable: true
        case .list(let items): items.contains { containsVariable(self[$0]) }
        case .object(let fields): fields.contains { containsVariable(self[$0].value) }
        case .int, .float, .string, .boolean, .null, .enumeration: false
        }
    }
}
