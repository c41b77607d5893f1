public import JSON

extension Model {
    /// How deep arrays and objects of a model may nest.
    public static var maximumDepth: Int { 512 }

    /// Reads a model from JSON or YAML text. Text whose first character is `{` is JSON.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - file: the name for messages; with the extension `yaml` or `yml` the text is YAML whatever it begins with.
    /// - Throws: `syntax` where the text is neither, and whatever ``init(document:file:)`` throws.
    public init(text: [UInt8], file: String? = nil) throws(SchemaGenError) {
        let document: JSONValue
        if Self.isYAML(text, file: file) {
            document = try YAMLDocument.value(of: text, file: file)
        } else {
            document = try Self.parse(text, file: file)
        }
        try self.init(document: document, file: file)
    }

    /// Reads a model from a document that is parsed already, as an inline model of a configuration file is.
    ///
    /// - Throws: the first mistake, with its place.
    public init(document: JSONValue, file: String? = nil) throws(SchemaGenError) {
        var decoder = ModelDecoder(document: document, file: file)
        self = try decoder.decode()
    }

    private static func isYAML(_ text: [UInt8], file: String?) -> Bool {
        if let file {
            if file.hasSuffix(".yaml") || file.hasSuffix(".yml") { return true }
            if file.hasSuffix(".json") { return false }
        }
        guard let first = text.first(where: { $0 > 0x20 && $0 < 0x80 }) else { return false }
        return first != 0x7B && first != 0x5B && first != 0x22
    }

    private static func parse(_ text: [UInt8], file: String?) throws(SchemaGenError) -> JSONValue {
        var bytes = text[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        let content = Array(bytes)
        let document: JSONValue
        do {
            document = try JSONValue(parsing: content, maximumDepth: maximumDepth)
        } catch {
            let position = error.position(in: content.span)
            let place = "line \(position.line), column \(position.column)"
            if error.code == .tooDeep {
                throw SchemaGenError(
                    .nesting,
                    file: file,
                    found: "more than \(maximumDepth) levels of nesting at \(place)",
                    expected: "at most \(maximumDepth)"
                )
            }
            throw SchemaGenError(
                .syntax,
                file: file,
                found: "\(error.finding) at \(place)",
                expected: error.expectation
            )
        }
        guard let place = DuplicateNames.first(in: content.span) else { return document }
        throw SchemaGenError(
            .syntax,
            file: file,
            pointer: place.description,
            found: "a second member of this name",
            expected: "each name once"
        )
    }
}
