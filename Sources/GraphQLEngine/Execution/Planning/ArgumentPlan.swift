import JSON

/// The arguments of a field as far as they are known before variables are.
final class ArgumentPlan: Sendable {
    /// Where the value of one argument comes from.
    enum Source: Sendable {
        /// A literal without variables, or the default; nil where the argument is absent.
        case constant(JSONValue?)
        /// A variable of the operation that has this place, and whether null is an error.
        case variable(Int, isRequired: Bool)
        /// A literal with variables in it, a variable that is not defined, or an error that only execution may report.
        case other
    }

    /// The names under which values appear, in definition order.
    let names: [String]
    let sources: [Source]
    let definitions: NamedList<InputValueDefinition>
    /// By definition; nil where the argument is not given.
    let literals: [Document.Value?]
    /// The place of the field node, for arguments that are not there.
    let offset: UInt32

    init(_ definitions: NamedList<InputValueDefinition>, field: Document.Field, in context: PlanningContext) {
        let source = context.source
        var given: [String: Document.Value] = [:]
        for id in field.arguments {
            let argument = source.document[id]
            given[source.document.text(of: argument.name)] = argument.value
        }
        let literals = definitions.map { given[$0.name] }
        let coercion = LiteralCoercion(context.source, variables: nil)
        let sources = zip(definitions, literals).map { Self.origin(of: $0, $1, coercion, context) }
        let names = definitions.map(\.outputName)
        self.definitions = definitions
        self.literals = literals
        self.sources = sources
        self.names = names
        self.offset = field.range.offset
    }

    private static func origin(
        of definition: InputValueDefinition,
        _ literal: Document.Value?,
        _ coercion: LiteralCoercion,
        _ context: PlanningContext
    ) -> Source {
        guard let literal else {
            return definition.isRequired ? .other : .constant(definition.coercedDefaultValue)
        }
        if case .variable(let name) = literal.kind {
            guard let index = context.variableIndices[context.source.document.text(of: name)] else { return .other }
            return .variable(index, isRequired: definition.type.isNonNull)
        }
        guard !context.source.document.containsVariable(literal),
            let value = coercion.value(of: literal, as: definition.type)
        else { return .other }
        return .constant(value)
    }

    /// CoerceArgumentValues, spec 6.4.1.
    func coerced(with variables: VariableValues, in operation: PreparedOperation) -> Result<Arguments, PlanFailure> {
        guard areGiven(by: variables) else { return coercedInFull(with: variables, in: operation) }
        return .success(Arguments(self, variables: variables))
    }

    /// Whether each argument is a constant, or a variable whose value will do as it is.
    private func areGiven(by variables: VariableValues) -> Bool {
        for source in sources {
            switch source {
            case .constant: continue
            case .variable(let index, let isRequired):
                if variables.has(index, isRequired: isRequired) { continue }
            case .other: break
            }
            return false
        }
        return true
    }

    /// The same from the literals, with every error.
    private func coercedInFull(
        with variables: VariableValues,
        in operation: PreparedOperation
    ) -> Result<Arguments, PlanFailure> {
        let coercion = LiteralCoercion(operation.source, variables: (operation.variableIndices, variables))
        do {
            return .success(try ArgumentCoercion(plan: self, coercion: coercion, variables: variables).arguments())
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
