import JSON

/// JetStream's `err_code` numbers that this library tells apart. Mapped by number, never by text.
enum JetStreamErrorCode {
    static let streamNotFound = 10059
    static let messageNotFound = 10037
    static let consumerNotFound = 10014
    static let wrongLastSequence = 10071
    /// The same for a replicated stream, where the leader could not yet be sure (server 2.11).
    static let wrongLastSequenceUnsure = 10164
    static let streamNameInUse = 10058
    /// A cluster without a leader for the moment.
    static let temporarilyUnavailable = 10008

    static func isWrongLastSequence(_ code: Int?) -> Bool {
        code == wrongLastSequence || code == wrongLastSequenceUnsure
    }

    static func code(for number: Int) -> NATSError.Code {
        switch number {
        case streamNotFound: .bucketNotFound
        case wrongLastSequence, wrongLastSequenceUnsure: .revisionMismatch
        // Message too large for the stream, and too large for the server's headers.
        case 10054, 10097: .valueTooLarge
        // Limits of the stream, the account and the server.
        case 10077, 10002, 10023, 10026, 10027, 10028, 10047, 10122: .limitExceeded
        // JetStream is off for the server or for the account.
        case 10039, 10076: .noResponders
        case temporarilyUnavailable: .unavailable
        case 10052: .bucketInvalid
        default: .jetStream
        }
    }

    /// The error in a reply's `error` object.
    static func error(_ value: JSONValue, subject: String) -> NATSError {
        let number = value["err_code"]?.number?.int64.flatMap { Int(exactly: $0) } ?? 0
        let text = value["description"]?.string ?? "JetStream refused without a reason"
        var revision: UInt64?
        // "wrong last sequence: 7" is the only place where the server names the current revision.
        if number == wrongLastSequence, let colon = text.lastIndex(of: ":") {
            revision = UInt64(text[text.index(after: colon)...].drop { $0 == " " })
        }
        return NATSError(
            code(for: number),
            text,
            subject: subject,
            jetStreamCode: number,
            currentRevision: revision
        )
    }
}
