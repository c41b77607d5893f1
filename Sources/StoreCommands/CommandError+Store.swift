import NATSKV

extension CommandError {
    /// What a failure of the store means to somebody at a shell.
    ///
    /// - Parameter key: The key that was asked for; a key is shown, a value never.
    init(_ error: NATSError, key: String? = nil) {
        let place = key.map { "\(ShownText.quoted($0)): " } ?? ""
        switch error.code {
        case .keyInvalid: self.init(.failure, place + error.message + Self.wildcardHint(key))
        case .keyExists: self.init(.failure, place + Self.existing(error.currentRevision))
        case .revisionMismatch: self.init(.failure, place + Self.conflict(error.currentRevision))
        case .valueTooLarge:
            self.init(.failure, place + "VALUE_TOO_LARGE: the value is larger than the bucket or the server takes")
        case .timeout: self.init(.failure, place + "the store did not answer in time (--timeout)")
        case .outcomeUnknown:
            self.init(
                .failure,
                place + "OUTCOME_UNKNOWN: the acknowledgement of the write was lost: it may or may not have happened"
            )
        default: self.init(.failure, place + error.message)
        }
    }

    /// For what an untyped `throws` lets through.
    init(caught error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as NATSError: self.init(error, key: nil)
        default: self.init(.failure, "\(error)")
        }
    }

    private static func wildcardHint(_ key: String?) -> String {
        guard let key, key.contains(where: { "*>".contains($0) }) else { return "" }
        return "; kvgraph keys and kvgraph watch take wildcards"
    }

    private static func existing(_ revision: UInt64?) -> String {
        guard let revision else { return "KEY_EXISTS: found a live value, expected none; put replaces it" }
        return "KEY_EXISTS: found a live value of revision \(revision), expected none; "
            + "put replaces it, update --revision \(revision) replaces exactly this one"
    }

    private static func conflict(_ revision: UInt64?) -> String {
        guard let revision else { return "REVISION_CONFLICT: the newest revision is another one" }
        return "REVISION_CONFLICT: the newest revision is \(revision); read it, then use --revision \(revision)"
    }
}
