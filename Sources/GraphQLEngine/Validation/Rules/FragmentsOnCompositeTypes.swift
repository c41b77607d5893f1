/// Spec 5.5.1.3: fragments are on objects, interfaces and unions.
extension Validator {
    /// The composite type that a fragment is on; `nil` and an error where there is none.
    ///
    /// - Parameter fragmentName: The name of a fragment definition; `nil` for an inline fragment.
    mutating func checkTypeCondition(_ condition: SourceRange, fragmentName: String?) -> TypeID? {
        guard let type = checkTypeExists(condition) else { return nil }
        if schema.isComposite(type) {
            return type
        }
        let fragment = fragmentName.map { "Fragment \"\($0)\"" } ?? "Fragment"
        report(
            "\(fragment) cannot condition on non composite type \"\(schema.name(of: type))\".",
            at: condition.offset
        )
        return nil
    }
}
