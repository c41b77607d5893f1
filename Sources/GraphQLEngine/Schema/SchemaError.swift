/// Why a schema cannot be built: every error found, with locations where it came from SDL.
public struct SchemaError: Error, Sendable, CustomStringConvertible {
    /// The step that found the errors; later ones were not taken.
    public enum Phase: Sendable, Hashable {
        /// The SDL does not parse.
        case syntax
        /// The document breaks a rule for type system documents.
        case document
        /// The document is fine, the type system that it describes is not.
        case schema
    }

    public let phase: Phase
    /// At least one.
    public let errors: [GraphQLError]

    package init(_ phase: Phase, _ errors: [GraphQLError]) {
        self.phase = phase
        self.errors = errors
    }

    /// The messages, a blank line between them.
    public var description: String {
        errors.map(\.description).joined(separator: "\n\n")
    }
}
