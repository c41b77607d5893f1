/// The value of `extensions.code` of an error: what a program may switch over.
///
/// The engine itself uses the codes below; a host adds its own.
public struct ErrorCode: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The document does not parse.
    public static let parseFailed = ErrorCode(rawValue: "GRAPHQL_PARSE_FAILED")
    /// The document breaks a rule of section 5 of the specification.
    public static let validationFailed = ErrorCode(rawValue: "GRAPHQL_VALIDATION_FAILED")
    /// Variables or arguments do not fit their types.
    public static let badUserInput = ErrorCode(rawValue: "BAD_USER_INPUT")
    /// The operation to run cannot be told from the request.
    public static let operationResolutionFailed = ErrorCode(rawValue: "OPERATION_RESOLUTION_FAILED")
    /// The operation is above the limits for depth, aliases, root fields or cost.
    public static let queryTooComplex = ErrorCode(rawValue: "QUERY_TOO_COMPLEX")
    /// A defect on the server's side, without any detail.
    public static let internalServerError = ErrorCode(rawValue: "INTERNAL_SERVER_ERROR")
}
