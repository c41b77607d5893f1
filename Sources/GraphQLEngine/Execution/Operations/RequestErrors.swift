import JSON

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

extension RequestErrors {
    /// The response: `{"errors":[…]}`, without `data`, as spec 7.1 wants it for a request that was not executed.
    public func response() -> [UInt8] {
        var writer = JSONWriter(reserving: 16 + errors.count * 256)
        writer.append("{\"errors\":[")
        for (index, error) in errors.enumerated() {
            if index > 0 { writer.append(",") }
            error.write(to: &writer)
        }
        writer.append("]}")
        return writer.bytes
    }
}
