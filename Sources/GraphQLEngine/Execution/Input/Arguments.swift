public import JSON

/// The coerced arguments of a field: defaults filled in, enum values as strings, number text as it was sent, members
/// of input objects under their output names.
///
/// An argument that was not given and has no default is absent, which differs from null.
public struct Arguments: Sendable {
    /// What the field defines; nil where it takes no arguments.
    private let plan: ArgumentPlan?
    /// The arguments by definition order, nil where absent; or the operation's variables, for the plan to refer to.
    private let values: [JSONValue?]
    private let areVariables: Bool

    static var none: Arguments { Arguments() }

    private init() {
        plan = nil
        values = []
        areVariables = false
    }

    /// Arguments of which each is there, a constant or one of `variables`.
    init(_ plan: ArgumentPlan, variables: VariableValues) {
        self.plan = plan
        values = variables.values
        areVariables = true
    }

    /// Arguments by definition order, nil where absent.
    init(_ plan: ArgumentPlan, values: [JSONValue?]) {
        self.plan = plan
        self.values = values
        areVariables = false
    }

    /// How many arguments the field defines.
    public var count: Int { plan?.names.count ?? 0 }

    /// The argument at a position in the field's definition; nil if it is absent or there is no such position.
    public subscript(position: Int) -> JSONValue? {
        guard let plan, plan.sources.indices.contains(position) else { return nil }
        guard areVariables else { return values.indices.contains(position) ? values[position] : nil }
        switch plan.sources[position] {
        case .constant(let value): return value
        case .variable(let index, _): return values.indices.contains(index) ? values[index] : nil
        case .other: return nil
        }
    }

    /// The argument of an output name (``InputValueDefinition/outputName``); nil if it is absent.
    public subscript(name: String) -> JSONValue? {
        guard let position = plan?.names.firstIndex(of: name) else { return nil }
        return self[position]
    }

    /// The arguments that are there, by output name, in definition order.
    public var object: JSONObject {
        var object = JSONObject()
        for (position, name) in (plan?.names ?? []).enumerated() {
            if let value = self[position] { object[name] = value }
        }
        return object
    }
}
