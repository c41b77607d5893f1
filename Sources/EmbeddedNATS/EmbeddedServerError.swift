/// Why the embedded server could not start.
public struct EmbeddedServerError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure. New codes may be added; compare with `==`.
    public struct Code: Sendable, Hashable {
        enum Base: Sendable, Hashable {
            case addressInUse, cannotListen, invalidConfiguration
            case storeLocked, storeDamaged, storeTooNew, storeNotAccessible
        }
        let base: Base

        /// Another program listens on the port.
        public static var addressInUse: Self { .init(base: .addressInUse) }
        /// The address cannot be listened on for another reason (no such host, no right to it).
        public static var cannotListen: Self { .init(base: .cannotListen) }
        /// A setting has a value that is not allowed.
        public static var invalidConfiguration: Self { .init(base: .invalidConfiguration) }
        /// Another process holds the store folder.
        public static var storeLocked: Self { .init(base: .storeLocked) }
        /// The database file is no database, is damaged, or belongs to another program. It was left as it is.
        public static var storeDamaged: Self { .init(base: .storeDamaged) }
        /// A newer version wrote the database file. It was left as it is.
        public static var storeTooNew: Self { .init(base: .storeTooNew) }
        /// The store folder or its file cannot be created, read or written.
        public static var storeNotAccessible: Self { .init(base: .storeNotAccessible) }
    }

    /// What went wrong.
    public let code: Code
    /// What it went wrong with: an address, a path or the name of a setting.
    public let subject: String
    /// What was found and what was expected, as one sentence for the user.
    public let message: String
    /// The error below, where there is one.
    public let underlying: (any Error)?

    init(_ code: Code, subject: String, message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.subject = subject
        self.message = message
        self.underlying = underlying
    }

    public var description: String { "\(subject): \(message)" }
}
