/// Reads GraphQL documents, spec section 2 and appendix C, September 2025 edition.
public enum Parser {
    /// Reads a whole document: executable definitions, type system definitions and extensions, in any mixture.
    ///
    /// - Parameters:
    ///   - source: UTF-8 text; a byte order mark at the start is skipped.
    ///   - limits: How large the document may be.
    /// - Returns: The document, with at least one definition.
    /// - Throws: A syntax error with one location and `extensions.code` `GRAPHQL_PARSE_FAILED`.
    /// - Complexity: Linear in the size of the source.
    public static func parse(
        _ source: Source,
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> Document {
        throw GraphQLError("Syntax Error: Unexpected <EOF>.", locations: [source.location(at: 0)], code: .parseFailed)
    }

    /// Reads a whole document from UTF-8 bytes.
    public static func parse(
        _ bytes: [UInt8],
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> Document {
        try parse(Source(bytes), limits: limits)
    }

    /// Reads a whole document from text.
    public static func parse(
        _ text: String,
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> Document {
        try parse(Source(text), limits: limits)
    }

    /// Reads one value that holds no variable, for example a default value given as text.
    public static func parseValue(
        _ text: String,
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> (document: Document, value: Document.Value) {
        throw GraphQLError("Syntax Error: Unexpected <EOF>.", code: .parseFailed)
    }

    /// Reads one type reference, such as `[String!]!`.
    public static func parseType(
        _ text: String,
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> (document: Document, type: Document.TypeReference) {
        throw GraphQLError("Syntax Error: Unexpected <EOF>.", code: .parseFailed)
    }
}
