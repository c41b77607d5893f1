package import Gateway

/// Why a command ends early: one message for a terminal, and what the process exits with.
package struct CommandError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// What was asked for is impossible as it stands: arguments, configuration, model.
        case usage
        /// The store, a condition or a value is not as it has to be.
        case failure
        /// Nobody reads the output any more; nothing is to be said.
        case outputClosed
    }

    package var kind: Kind
    /// Never holds a secret or a value. Empty where everything was said already.
    package var description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    package init(_ error: StartupError) {
        self.init(error.kind == .configuration ? .usage : .failure, error.description)
    }

    package init(_ error: ConfigurationError) {
        self.init(.usage, error.description)
    }

    package var exitCode: Int32 {
        switch kind {
        case .usage: 2
        case .failure: 1
        case .outputClosed: 0
        }
    }
}
