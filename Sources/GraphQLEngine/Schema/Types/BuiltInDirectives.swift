import JSON

/// The directives of spec 3.13.
package enum BuiltInDirectives {
    package static let defaultDeprecationReason = "No longer supported"

    /// What a schema holds unless it defines one of the same name itself.
    static let drafts: [DirectiveDraft] = [
        DirectiveDraft(
            name: "include",
            description: "Leaves the field or fragment out unless `if` is true.",
            arguments: [.init("if", type: "Boolean!", description: "Whether it stays.")],
            locations: [.field, .fragmentSpread, .inlineFragment],
            isRepeatable: false
        ),
        DirectiveDraft(
            name: "skip",
            description: "Leaves the field or fragment out where `if` is true.",
            arguments: [.init("if", type: "Boolean!", description: "Whether it goes.")],
            locations: [.field, .fragmentSpread, .inlineFragment],
            isRepeatable: false
        ),
        DirectiveDraft(
            name: "deprecated",
            description: "Says that this should no longer be used.",
            arguments: [
                .init(
                    "reason",
                    type: "String",
                    description: "Why, and what to use in its place; CommonMark.",
                    defaultValue: .string(defaultDeprecationReason)
                )
            ],
            locations: [.fieldDefinition, .argumentDefinition, .inputFieldDefinition, .enumValue],
            isRepeatable: false
        ),
        DirectiveDraft(
            name: "specifiedBy",
            description: "Names the page that specifies a scalar.",
            arguments: [.init("url", type: "String!", description: "The address of the page.")],
            locations: [.scalar],
            isRepeatable: false
        ),
        DirectiveDraft(
            name: "oneOf",
            description: "Exactly one field of the input object must be given, and not as `null`.",
            arguments: [],
            locations: [.inputObject],
            isRepeatable: false
        ),
    ]

    package static let names: Set<String> = Set(drafts.map(\.name))
}
