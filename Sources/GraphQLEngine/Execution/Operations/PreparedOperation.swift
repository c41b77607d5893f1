/// An operation of a document, parsed, validated and planned: made once, executed any number of times, on any thread.
///
/// ```swift
/// let operation = try PreparedOperation(text, schema: schema)
/// var execution = try Execution(operation, variables: variables.span)
/// ```
public final class PreparedOperation: Sendable {
    /// What the operation does.
    public let kind: OperationKind
    /// The operation's name.
    public let name: String?
    /// What the operation was validated against.
    public var schema: Schema { source.schema }
    let source: ValidatedDocument
    let operation: NodeID<Document.OperationDefinition>
    let rootType: TypeID
    let variableDefinitions: [VariableDefinition]
    let variableNames: VariableNames
    let variableIndices: [String: Int]
    let plans: PlanStore
    let maximumFetches: Int

    var document: Document { source.document }

    /// Parses and validates a document and plans one of its operations.
    ///
    /// - Parameters:
    ///   - text: The document as UTF-8.
    ///   - operationName: Which operation; nil where the document has only one.
    /// - Throws: Errors of syntax (`GRAPHQL_PARSE_FAILED`), validation (`GRAPHQL_VALIDATION_FAILED`), of the choice of
    ///   the operation (`OPERATION_RESOLUTION_FAILED`), or a limit that is exceeded (`QUERY_TOO_COMPLEX`).
    /// - Complexity: Linear in the document for all but hostile ones, and bounded by `limits` for those.
    public convenience init(
        _ text: [UInt8],
        operationName: String? = nil,
        schema: Schema,
        limits: OperationLimits = OperationLimits(),
        validation: ValidationOptions = ValidationOptions()
    ) throws(RequestErrors) {
        let document: Document
        do {
            document = try Parser.parse(text, limits: limits.document)
        } catch {
            throw RequestErrors(error)
        }
        let errors = Validator.validate(document, schema: schema, options: validation)
        guard errors.isEmpty else { throw RequestErrors(errors) }
        try self.init(validated: document, operationName: operationName, schema: schema, limits: limits)
    }

    /// Parses, validates and plans a document given as text.
    public convenience init(
        _ text: String,
        operationName: String? = nil,
        schema: Schema,
        limits: OperationLimits = OperationLimits(),
        validation: ValidationOptions = ValidationOptions()
    ) throws(RequestErrors) {
        try self.init(
            Array(text.utf8),
            operationName: operationName,
            schema: schema,
            limits: limits,
            validation: validation
        )
    }

    /// Plans an operation of a document that passed validation against `schema`.
    public init(
        validated document: Document,
        operationName: String? = nil,
        schema: Schema,
        limits: OperationLimits = OperationLimits()
    ) throws(RequestErrors) {
        let id = try document.selectOperation(named: operationName)
        let definition = document[id]
        guard let root = schema.rootType(definition.kind) else {
            throw RequestErrors(
                GraphQLError(
                    "Schema is not configured to execute \(definition.kind.rawValue) operation.",
                    locations: [document.source.location(at: definition.range.offset)],
                    code: .operationResolutionFailed
                )
            )
        }
        try OperationMeasure.check(definition, of: document, schema: schema, root: root, limits: limits)
        let source = ValidatedDocument(document, schema: schema)
        let variables = VariableDefinition.all(of: definition, in: source)
        let context = PlanningContext(source, operation: id, root: root, variables: variables)
        self.kind = definition.kind
        self.name = definition.name.map { document.text(of: $0) }
        self.source = source
        self.operation = id
        self.rootType = root
        self.variableDefinitions = variables
        self.variableNames = VariableNames(variables)
        self.variableIndices = context.variableIndices
        self.plans = PlanStore(context)
        self.maximumFetches = limits.fetches
    }
}

extension Document {
    /// GetOperation, spec 6.1: by name, or the only one.
    func selectOperation(named name: String?) throws(RequestErrors) -> NodeID<OperationDefinition> {
        guard let name else {
            guard operations.count <= 1 else {
                throw Self.unresolved("Must provide operation name if query contains multiple operations.")
            }
            guard !operations.isEmpty else { throw Self.unresolved("Must provide an operation.") }
            return NodeID(index: 0)
        }
        for (index, operation) in operations.enumerated() {
            if let range = operation.name, text(of: range) == name {
                return NodeID(index: UInt32(truncatingIfNeeded: index))
            }
        }
        throw Self.unresolved("Unknown operation named \"\(name)\".")
    }

    private static func unresolved(_ message: String) -> RequestErrors {
        RequestErrors(GraphQLError(message, code: .operationResolutionFailed))
    }
}
