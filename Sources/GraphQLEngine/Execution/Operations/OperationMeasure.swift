/// Measures an operation with its fragments expanded and compares it with the limits.
struct OperationMeasure {
    static func check(
        _ operation: Document.OperationDefinition,
        of document: Document,
        schema: Schema,
        root: TypeID,
        limits: OperationLimits
    ) throws(RequestErrors) {
    }
}
