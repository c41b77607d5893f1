/// An error as a response carries it, spec 7.1.2: of syntax, validation, request or execution.
public struct GraphQLError: Error, Sendable {
    /// For a developer to read; starts with a capital letter and ends with a full stop.
    public var message: String
    /// Where in the document; empty where no place can be named.
    public var locations: [SourceLocation]
    /// The response position of a field error; `nil` for errors of other kinds.
    public var path: [PathSegment]?
    /// What stands as `extensions.code`.
    public var code: ErrorCode?

    public init(
        _ message: String,
        locations: [SourceLocation] = [],
        path: [PathSegment]? = nil,
        code: ErrorCode? = nil
    ) {
        self.message = message
        self.locations = locations
        self.path = path
        self.code = code
    }
}

extension GraphQLError: CustomStringConvertible {
    /// The message with its locations, one line.
    public var description: String {
        locations.isEmpty
            ? message
            : message + " (" + locations.map { "\($0.line):\($0.column)" }.joined(separator: ", ") + ")"
    }
}
