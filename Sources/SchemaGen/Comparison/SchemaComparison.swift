public import GraphQLEngine

/// What a new configuration means for GraphQL clients and for values that are stored already.
public struct SchemaComparison: Sendable {
    /// For clients, in the categories of the reference implementation.
    public let clientChanges: [SchemaChange]
    /// For stored values, with the namespace of their API.
    public let valueChanges: [(namespace: String, change: ModelChange)]

    /// Compares two schemas alone, where the models are not at hand.
    public init(from old: Schema, to new: Schema) {
        clientChanges = SchemaDiff(from: old, to: new).changes
        valueChanges = []
    }

    /// Compares the schemas, and the models of the APIs that both have, by namespace.
    public init(from old: GeneratedSchema, to new: GeneratedSchema) {
        clientChanges = SchemaDiff(from: old.schema, to: new.schema).changes
        var changes: [(namespace: String, change: ModelChange)] = []
        for api in new.apis {
            guard let earlier = old.apis.first(where: { $0.namespace == api.namespace }) else { continue }
            for change in ModelDiff(from: earlier.model, to: api.model).changes {
                changes.append((api.namespace, change))
            }
        }
        valueChanges = changes
    }

    /// Whether operations that worked would fail, or stored values that fitted would be refused.
    public var isBreaking: Bool {
        clientChanges.contains { $0.severity == .breaking }
            || valueChanges.contains { $0.change.severity == .breaking }
    }

    /// A line for each change, the worst first: `breaking for clients: …`, `breaking for stored values of kv: …`.
    public var lines: [String] {
        var lines: [String] = []
        for severity in SchemaChange.Severity.allCases.sorted(by: >) {
            for change in clientChanges where change.severity == severity {
                lines.append("\(severity) for clients: \(change.description)")
            }
            guard let own = ModelChange.Severity(severity) else { continue }
            for (namespace, change) in valueChanges where change.severity == own {
                let place = change.place.isEmpty ? "the value" : change.place
                lines.append("\(severity) for stored values of \(namespace): \(place): \(change.message)")
            }
        }
        return lines
    }
}

extension ModelChange.Severity {
    init?(_ severity: SchemaChange.Severity) {
        switch severity {
        case .breaking: self = .breaking
        case .dangerous: self = .dangerous
        case .safe: self = .safe
        }
    }
}
