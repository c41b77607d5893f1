/// Why and where reading stopped. Small, because it travels through every rule of the grammar; the public error with
/// line and column is made of it once.
struct SyntaxError: Error {
    /// Without the words "Syntax Error: ".
    var message: String
    var offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }

    func graphQLError(in source: Source) -> GraphQLError {
        let offset = UInt32(clamping: offset)
        return GraphQLError(
            "Syntax Error: " + message,
            locations: [source.location(at: offset)],
            code: .parseFailed
        )
    }
}
