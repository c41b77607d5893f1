import JSON

/// A schema as `__Schema` (spec 4.2.1).
struct SchemaRecord: ResolvedRecord {
    let schema: Schema

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "description": completion.putText(schema.description)
        case "types":
            let schema = schema
            completion.list(count: schema.types.count) { index, item in
                item.record(TypeRecord(schema: schema, type: .named(TypeID(index))))
            }
        case "queryType": put(schema.queryType, into: &completion)
        case "mutationType": put(schema.mutationType, into: &completion)
        case "subscriptionType": put(schema.subscriptionType, into: &completion)
        case "directives":
            let schema = schema
            completion.list(of: schema.directives.map { DirectiveRecord(schema: schema, directive: $0) })
        default: completion.null()
        }
    }

    private func put(_ type: TypeID?, into completion: inout FieldCompletion) {
        guard let type else { return completion.null() }
        completion.record(TypeRecord(schema: schema, type: .named(type)))
    }
}

/// A directive as `__Directive` (spec 4.2.6).
struct DirectiveRecord: ResolvedRecord {
    let schema: Schema
    let directive: DirectiveDefinition

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "name": completion.string(directive.name)
        case "description": completion.putText(directive.description)
        case "isRepeatable": completion.bool(directive.isRepeatable)
        case "locations":
            let locations = directive.locations
            completion.list(count: locations.count) { index, item in item.string(locations[index].rawValue) }
        case "args": completion.putInputValues(directive.arguments, of: schema)
        default: completion.null()
        }
    }
}

extension FieldCompletion {
    mutating func putText(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    /// Whether the field's argument `includeDeprecated` is true.
    var includesDeprecated: Bool { arguments["includeDeprecated"]?.bool ?? false }

    mutating func putInputValues(_ values: NamedList<InputValueDefinition>, of schema: Schema) {
        let all = includesDeprecated
        let shown = values.filter { all || $0.deprecationReason == nil }
        list(of: shown.map { InputValueRecord(schema: schema, value: $0) })
    }
}
