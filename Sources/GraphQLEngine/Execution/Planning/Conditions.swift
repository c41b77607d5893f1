import JSON

/// Decides `@skip` and `@include` for one assignment of the variables in them.
struct Conditions {
    let source: ValidatedDocument
    /// Where each variable stands in the operation's definitions.
    let indices: [String: Int]
    let variables: VariableValues

    /// Whether a selection with these directives is part of the operation (spec 6.3.2, steps 3.a and 3.b).
    func include(_ directives: NodeRange<Document.Directive>) throws(PlanFailure) -> Bool {
        for id in directives where isNamed(id, "skip") {
            if try value(of: source.document[id]) { return false }
        }
        for id in directives where isNamed(id, "include") {
            if try !value(of: source.document[id]) { return false }
        }
        return true
    }

    private func isNamed(_ id: NodeID<Document.Directive>, _ name: String) -> Bool {
        source.document.text(of: source.document[id].name) == name
    }

    private func value(of directive: Document.Directive) throws(PlanFailure) -> Bool {
        for id in directive.arguments {
            let literal = source.document[id].value
            switch literal.kind {
            case .boolean(let value): return value
            case .variable(let name): return try value(of: source.document.text(of: name), at: literal.range.offset)
            default: break
            }
        }
        throw PlanFailure(
            message: "Argument \"if\" of non-null type \"Boolean!\" must not be null.",
            offset: directive.range.offset
        )
    }

    private func value(of variable: String, at offset: UInt32) throws(PlanFailure) -> Bool {
        switch indices[variable].flatMap({ variables[$0] }) {
        case .bool(let value)?: return value
        case nil:
            throw PlanFailure(
                message: "Argument \"if\" of required type \"Boolean!\" was provided the variable \"$\(variable)\" "
                    + "which was not provided a runtime value.",
                offset: offset
            )
        default:
            throw PlanFailure(
                message: "Argument \"if\" of non-null type \"Boolean!\" must not be null.",
                offset: offset
            )
        }
    }
}

extension Document {
    /// The names of the variables in `@skip` and `@include` directives, each once.
    var conditionVariables: [String] {
        var names: [String] = []
        for directive in directives {
            let directiveName = text(of: directive.name)
            guard directiveName == "skip" || directiveName == "include" else { continue }
            for id in directive.arguments {
                guard case .variable(let name) = self[id].value.kind else { continue }
                let text = text(of: name)
                if !names.contains(text) { names.append(text) }
            }
        }
        return names
    }
}
