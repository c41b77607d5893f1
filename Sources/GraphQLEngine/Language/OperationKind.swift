/// Spec 3.3: what an operation does.
public enum OperationKind: String, Sendable, Hashable, CaseIterable {
    case query
    case mutation
    case subscription
}
