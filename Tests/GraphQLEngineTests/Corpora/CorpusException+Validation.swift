import GraphQLEngine

extension CorpusException {
    /// The recording evaluates `@skip` and `@include` in a subscription's root selection set; the edition refuses them.
    static let conditionalSubscription = CorpusException(
        reason: "`@skip` and `@include` in the root selection set of a subscription",
        section: "5.2.4.1 Single Root Field: CollectSubscriptionFields raises an error for these directives"
    ) { item, difference in
        guard let text = item.string("document"), let document = try? Parser.parse(text),
            document.operations.contains(where: { $0.kind == .subscription }),
            document.directives.contains(where: { ["skip", "include"].contains(document.text(of: $0.name)) })
        else { return false }
        let refusal = "must not use `@skip` or `@include` directives in the top level selection."
        return !difference.actual.isEmpty
            && difference.actual.allSatisfy { $0.message.hasSuffix(refusal) }
            && difference.expected.allSatisfy { $0.message.contains("ubscription") }
    }

    /// The recording lets operations pass that the schema has no root type for, and refuses them when they are executed.
    static let unsupportedOperation = CorpusException(
        reason: "an operation without a root type in the schema is invalid",
        section: "5.2.1.1 Operation Type Existence"
    ) { item, difference in
        guard let text = item.string("document"), let document = try? Parser.parse(text),
            let sdl = item.string("schema"), let schema = try? Schema(sdl: sdl)
        else { return false }
        let unsupported = document.operations.filter { schema.rootType($0.kind) == nil }
        let surplus = difference.actual.filter { !$0.message.hasSuffix("operation is not supported by the schema.") }
        let missing = difference.expected.filter { !$0.message.hasPrefix("Schema is not configured to execute") }
        return !unsupported.isEmpty && surplus.isEmpty && missing.isEmpty
    }
}
