/// Reads GraphQL documents, spec section 2 and appendix C, September 2025 edition.
///
/// Every function takes time linear in its input, and fails with a syntax error of one location (line and column) and
/// `extensions.code` `GRAPHQL_PARSE_FAILED`, whatever the input.
public enum Parser {
    /// Reads a whole document: executable definitions, type system definitions and extensions, in any mixture.
    ///
    /// - Parameters:
    ///   - source: UTF-8 text; a byte order mark at the start is skipped.
    ///   - limits: How large the document may be.
    /// - Returns: The document, with at least one definition.
    public static func parse(
        _ source: Source,
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> Document {
        do {
            var parser = try DocumentParser.begin(source, limits: limits)
            try parser.parseDocument()
            return parser.finish()
        } catch {
            throw error.graphQLError(in: source)
        }
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

    /// Reads one value, for example a default value given as text.
    ///
    /// - Parameter isConstant: Whether variables are refused in it.
    /// - Returns: The value and a document without definitions that holds what the value refers to.
    public static func parseValue(
        _ text: String,
        isConstant: Bool = true,
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> (document: Document, value: Document.Value) {
        let source = Source(text)
        do {
            var parser = try DocumentParser.begin(source, limits: limits)
            let value = try parser.parseValue(isConstant: isConstant)
            try parser.expect(.endOfFile)
            return (parser.finish(), value)
        } catch {
            throw error.graphQLError(in: source)
        }
    }

    /// Reads one type reference, such as `[String!]!`.
    ///
    /// - Returns: The type and a document without definitions that holds the item types of lists.
    public static func parseType(
        _ text: String,
        limits: ParserLimits = ParserLimits()
    ) throws(GraphQLError) -> (document: Document, type: Document.TypeReference) {
        let source = Source(text)
        do {
            var parser = try DocumentParser.begin(source, limits: limits)
            let type = try parser.parseTypeReference()
            try parser.expect(.endOfFile)
            return (parser.finish(), type)
        } catch {
            throw error.graphQLError(in: source)
        }
    }
}
