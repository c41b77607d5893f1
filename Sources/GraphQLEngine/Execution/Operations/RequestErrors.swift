/// Why a request was refused before execution: syntax, validation, choice of the operation, limits or variables.
///
/// The response to such a request has no `data` (spec 7.1).
public struct RequestErrors: Error, Sendable {
    /// One error or more.
    public let errors: [GraphQLError]

    public init(_ errors: [GraphQLError]) {
        self.errors = errors
    }

    public init(_ error: GraphQLError) {
        self.errors = [error]
    }
}
