/// Checks executable documents against a schema: every rule of spec section 5 in one walk over the document.
///
/// Each rule is an extension in a file named after it; the walk (`Validator+Walk`) calls them where they apply.
/// Messages and locations are those of the reference implementation.
public struct Validator {
    let document: Document
    let schema: Schema
    private(set) var options: ValidationOptions

    private var failures: [Failure] = []
    /// By name; of several with one name the last.
    var fragments: [String: NodeID<Document.FragmentDefinition>] = [:]
    /// What the walk found in each operation, by its index, for the rules that look through fragments.
    var operationUses: [DefinitionUses] = []
    /// The same for fragments.
    var fragmentUses: [DefinitionUses] = []
    var variableUses: [VariableUse] = []
    /// By variable definition.
    var variableTypes: [TypeReference?]
    var spreadUses: [NodeID<Document.FragmentSpread>] = []
    /// Fields that introspection starts from.
    var introspectionRoots: [NodeID<Document.Field>] = []

    /// An error before its locations are worked out.
    private struct Failure {
        var message: String
        var offsets: [UInt32]
    }

    private init(_ document: Document, _ schema: Schema, _ options: ValidationOptions) {
        self.document = document
        self.schema = schema
        self.options = options
        variableTypes = Array(repeating: nil, count: document.variableDefinitions.count)
        self.options.maximumErrors = max(0, options.maximumErrors)
    }

    /// Checks a document.
    ///
    /// - Returns: What is wrong, with locations and the code `GRAPHQL_VALIDATION_FAILED`; empty for a valid document.
    ///   The order of the errors means nothing.
    /// - Complexity: Linear in the document for all but hostile ones; bounded for those.
    public static func validate(
        _ document: Document,
        schema: Schema,
        options: ValidationOptions = ValidationOptions()
    ) -> [GraphQLError] {
        var validator = Validator(document, schema, options)
        validator.run()
        return validator.errors()
    }

    private mutating func run() {
        for id in document.fragments.indices {
            fragments[document.text(of: document.fragments[id].name)] = NodeID(index: UInt32(id))
        }
        checkExecutableDefinitions()
        checkUniqueOperationNames()
        checkLoneAnonymousOperation()
        checkUniqueFragmentNames()
        walk()
        checkFragmentCycles()
        checkUnusedFragments()
        checkVariablesOfOperations()
        checkSubscriptions()
        checkIntrospectionDepth()
        checkOverlappingFields()
    }
}

// MARK: - Errors

extension Validator {
    /// Whether there are as many errors as wanted, so that looking for more is in vain.
    var isFull: Bool { failures.count > options.maximumErrors }

    var failureCount: Int { failures.count }

    /// Adds an error at the places that start at these offsets.
    mutating func report(_ message: String, at offsets: UInt32...) {
        report(message, at: offsets)
    }

    mutating func report(_ message: String, at offsets: [UInt32]) {
        guard !isFull else { return }
        failures.append(Failure(message: message, offsets: offsets))
    }

    private func errors() -> [GraphQLError] {
        guard !failures.isEmpty else { return [] }
        var locator = SourceLocator(document.source)
        var errors = failures.prefix(options.maximumErrors).map { failure in
            GraphQLError(
                failure.message,
                locations: failure.offsets.map { locator.location(at: $0) },
                code: .validationFailed
            )
        }
        if isFull {
            let message = "Too many validation errors, error limit reached. Validation aborted."
            errors.append(GraphQLError(message, code: .validationFailed))
        }
        return errors
    }
}
