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
}
