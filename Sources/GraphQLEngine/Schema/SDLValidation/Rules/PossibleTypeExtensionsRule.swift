/// Only types that are defined can be extended, by extensions of their kind (spec 3.4.3).
enum PossibleTypeExtensionsRule {
    static func check(_ context: inout SDLContext) {
        var suggestions: Suggestions?
        for node in context.document.typeDefinitions where node.isExtension {
            let name = context.text(node.name)
            let defined = context.definedTypes[name]
            guard let kind = defined?.kind ?? context.base?.type(named: name)?.definitionKind else {
                let known = suggestions ?? Suggestions(among: context.typeNames)
                suggestions = known
                context.report(
                    "Cannot extend type \"\(name)\" because it is not defined." + known.didYouMean(name),
                    at: node.name
                )
                continue
            }
            guard kind != node.kind else { continue }
            context.report(
                "Cannot extend non-\(node.kind.title) type \"\(name)\".",
                at: (defined.map { [$0.range] } ?? []) + [node.range]
            )
        }
    }
}

extension NamedType {
    var definitionKind: Document.TypeKind {
        switch self {
        case .scalar: .scalar
        case .object: .object
        case .interface: .interface
        case .union: .union
        case .enum: .enumeration
        case .inputObject: .inputObject
        }
    }
}

extension Document.TypeKind {
    fileprivate var title: String {
        switch self {
        case .scalar: "scalar"
        case .object: "object"
        case .interface: "interface"
        case .union: "union"
        case .enumeration: "enum"
        case .inputObject: "input object"
        }
    }
}
