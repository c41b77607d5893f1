/// What went wrong with a NATS or Key-Value operation. The text never contains a secret.
public struct NATSError: Error, Sendable {
    /// The kind of failure. More may be added; treat an unknown one like `jetStream`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        enum Base: String {
            case unavailable, timeout, outcomeUnknown, closed, cancelled, keyExists, revisionMismatch, keyInvalid
            case bucketInvalid, bucketNotFound, valueTooLarge, noResponders, authorization, configurationInvalid
            case limitExceeded, jetStream, protocolViolation, tls, cursorInvalid, revisionAhead
        }
        let base: Base
        public var description: String { base.rawValue }

        private init(_ base: Base) { self.base = base }
        /// There was no connection until the deadline; nothing was sent.
        public static var unavailable: Self { .init(.unavailable) }
        /// Sent, but not answered before the deadline. Only for operations that change nothing.
        public static var timeout: Self { .init(.timeout) }
        /// A write was sent and its acknowledgement was lost: it may or may not have happened.
        public static var outcomeUnknown: Self { .init(.outcomeUnknown) }
        /// The connection was closed by its owner; nothing was sent.
        public static var closed: Self { .init(.closed) }
        /// The caller gave up before anything was written; a write that was sent ends as `outcomeUnknown`.
        public static var cancelled: Self { .init(.cancelled) }
        /// `create` found a live value; nothing was written.
        public static var keyExists: Self { .init(.keyExists) }
        /// The key's revision is not the expected one; nothing was written.
        public static var revisionMismatch: Self { .init(.revisionMismatch) }
        /// The key or filter breaks the rules of Key-Value keys; nothing was sent.
        public static var keyInvalid: Self { .init(.keyInvalid) }
        /// The bucket's name or its configuration is invalid; nothing was sent.
        public static var bucketInvalid: Self { .init(.bucketInvalid) }
        /// There is no such bucket.
        public static var bucketNotFound: Self { .init(.bucketNotFound) }
        /// The message is larger than the server's `max_payload` or the bucket's largest value; nothing was written.
        public static var valueTooLarge: Self { .init(.valueTooLarge) }
        /// Nobody answers on the subject: JetStream is off, or there is no such stream. Nothing was written.
        public static var noResponders: Self { .init(.noResponders) }
        /// The server refused the credentials, or what was asked is not permitted.
        public static var authorization: Self { .init(.authorization) }
        /// An address, a seed or another setting cannot be used.
        public static var configurationInvalid: Self { .init(.configurationInvalid) }
        /// The bucket or the account is full; nothing was written.
        public static var limitExceeded: Self { .init(.limitExceeded) }
        /// JetStream refused; `jetStreamCode` says why. Nothing was written.
        public static var jetStream: Self { .init(.jetStream) }
        /// The server sent what the protocol does not allow.
        public static var protocolViolation: Self { .init(.protocolViolation) }
        /// A page was to begin where this bucket has no place.
        public static var cursorInvalid: Self { .init(.cursorInvalid) }
        /// A watch was to begin at a revision that the bucket has not come to yet.
        public static var revisionAhead: Self { .init(.revisionAhead) }
        /// The TLS handshake failed.
        public static var tls: Self { .init(.tls) }
    }

    public let code: Code
    /// What happened, in one sentence for logs.
    public let message: String
    /// The subject concerned; for logs, never to be copied into a response.
    public let subject: String?
    /// JetStream's `err_code`, where it sent one.
    public let jetStreamCode: Int?
    /// With `keyExists` and `revisionMismatch`: the key's revision, where it is known.
    public let currentRevision: UInt64?
    /// The error that caused this one.
    public let underlying: (any Error)?

    public init(
        _ code: Code,
        _ message: String,
        subject: String? = nil,
        jetStreamCode: Int? = nil,
        currentRevision: UInt64? = nil,
        underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.subject = subject
        self.jetStreamCode = jetStreamCode
        self.currentRevision = currentRevision
        self.underlying = underlying
    }
}

extension NATSError: CustomStringConvertible {
    public var description: String {
        var text = "\(code): \(message)"
        if let subject { text += " (subject \(subject))" }
        if let jetStreamCode { text += " (err_code \(jetStreamCode))" }
        if let underlying { text += ": \(underlying)" }
        return text
    }
}
