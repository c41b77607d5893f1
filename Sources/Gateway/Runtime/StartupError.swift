/// Why the gateway does not start: one message for a terminal.
package struct StartupError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// Something that was configured cannot be used.
        case configuration
        /// The configuration is fine and the world is not: a port in use, a server that does not answer.
        case failure
    }

    package var kind: Kind
    package var description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// What the process exits with.
    package var exitCode: Int32 { kind == .configuration ? 2 : 1 }
}
