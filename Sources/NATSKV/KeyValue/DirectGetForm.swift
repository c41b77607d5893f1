/// Where a direct get of a key's newest message says which one it wants (ADR-31): both forms get the same answer.
///
/// In the body, the subject is the same for all keys. nats-server remembers who listens to a subject, for 1,024 subjects
/// at a time, so a bucket with more keys than that is read faster. In the subject, permissions and exports can name
/// keys: where the first form is refused, or reaches nobody, the second one is tried, and kept if it is answered.
enum DirectGetForm {
    case untried
    case inBody
    case inSubject

    var isInBody: Bool { self != .inSubject }

    /// A get of this form was answered.
    mutating func answered(inBody: Bool) {
        if self == .untried { self = inBody ? .inBody : .inSubject }
    }

    /// A get in the body failed.
    /// - Returns: whether the other form is to be tried.
    mutating func failed(with code: NATSError.Code) -> Bool {
        // Permissions may change; a stream that has answered and does not now is gone or has no leader.
        guard code == .authorization || code == .noResponders && self != .inBody else { return false }
        if self == .inBody { self = .untried }
        return true
    }
}
