/// What the rules for type system documents read, and where they report.
struct SDLContext {
    let document: Document
    /// The schema that the document extends.
    let base: Schema?
    private(set) var errors: [GraphQLError] = []
    private var locator: SourceLocator

    /// Types that the document defines, by name; of several the last.
    let definedTypes: [String: Document.TypeDefinition]

    init(_ document: Document, base: Schema?) {
        self.document = document
        self.base = base
        locator = SourceLocator(document.source)
        var types: [String: Document.TypeDefinition] = [:]
        for type in document.typeDefinitions where !type.isExtension { types[document.text(of: type.name)] = type }
        definedTypes = types
    }

    func text(_ range: SourceRange) -> String { document.text(of: range) }

    mutating func report(_ message: String, at ranges: SourceRange...) {
        report(message, at: ranges)
    }

    mutating func report(_ message: String, at ranges: [SourceRange]) {
        errors.append(
            GraphQLError(
                message,
                locations: ranges.map { locator.location(at: $0.offset) },
                code: .validationFailed
            )
        )
    }

    /// Every type name that the document may use, those of the schema first.
    var typeNames: [String] {
        let definitions = document.typeDefinitions.filter { !$0.isExtension }
        return (base?.types.map(\.name) ?? []) + definitions.map { text($0.name) }
    }
}

/// A rule of SDL: reads the whole document.
typealias SDLRule = @Sendable (inout SDLContext) -> Void

enum SDLValidator {
    static let rules: [SDLRule] = [
        LoneSchemaDefinitionRule.check,
        UniqueOperationTypesRule.check,
        UniqueTypeNamesRule.check,
        UniqueEnumValueNamesRule.check,
        UniqueFieldDefinitionNamesRule.check,
        UniqueArgumentDefinitionNamesRule.check,
        UniqueDirectiveNamesRule.check,
        SDLKnownTypeNamesRule.check,
        SDLDirectivesRule.check,
        SDLUniqueDirectivesRule.check,
        PossibleTypeExtensionsRule.check,
        SDLDirectiveArgumentsRule.check,
        SDLUniqueInputFieldsRule.check,
    ]

    /// Every error of the document, rule by rule.
    static func validate(_ document: Document, base: Schema?) -> [GraphQLError] {
        var context = SDLContext(document, base: base)
        for rule in rules { rule(&context) }
        return context.errors
    }
}
