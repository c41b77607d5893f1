/// A recursive-descent parser over the grammar of appendix C. One method a rule, named after it.
///
/// Nodes go straight into the document's arrays. Where siblings of one kind may hold others of the same kind
/// (selections, list items, object fields) they wait on a scratch stack until the last of them is read, so that they
/// end up as neighbours.
struct DocumentParser: ~Copyable {
    let lexer: Lexer
    private let limits: ParserLimits
    private(set) var token: Token
    /// The end of the token before `token`.
    private(set) var previousEnd: UInt32 = 0
    private var tokens = 0
    private var depth = 0
    private let maximumDepth: Int

    var document: Document.Nodes
    var scratchSelections: [Document.Selection] = []
    var scratchValues: [Document.Value] = []
    var scratchObjectFields: [Document.ObjectField] = []

    private init(unread source: Source, limits: ParserLimits) {
        lexer = Lexer(bytes: source.bytes)
        document = Document.Nodes(source: source)
        self.limits = limits
        maximumDepth = min(limits.depth, ParserLimits.maximumDepth)
        token = Token(kind: .endOfFile, start: 0, end: 0)
    }

    /// A parser at the first token of a source.
    static func begin(_ source: Source, limits: ParserLimits) throws(SyntaxError) -> DocumentParser {
        let maximumBytes = min(limits.bytes, ParserLimits.maximumBytes)
        guard source.bytes.count <= maximumBytes else {
            throw SyntaxError("Document contains more than \(maximumBytes) bytes. Parsing aborted.", at: 0)
        }
        if let malformed = UTF8Check.firstMalformedByte(in: source.bytes) {
            throw SyntaxError("Document is not well-formed UTF-8.", at: malformed)
        }
        var parser = DocumentParser(unread: source, limits: limits)
        try parser.advance()
        return parser
    }

    /// What was parsed. Taken out of the parser, which spares a copy of each of the document's arrays.
    mutating func finish() -> Document {
        var taken = Document.Nodes(source: Source([], name: ""))
        swap(&taken, &document)
        return Document(taken)
    }

    /// Document : Definition+
    mutating func parseDocument() throws(SyntaxError) {
        repeat {
            try parseDefinition()
        } while token.kind != .endOfFile
    }
}

// MARK: - Tokens

extension DocumentParser {
    /// Goes on to the next token.
    @inline(__always)
    mutating func advance() throws(SyntaxError) {
        previousEnd = token.end
        token = try lexer.token(from: token.end)
        tokens &+= 1
        if tokens > limits.tokens, token.kind != .endOfFile {
            let message = "Document contains more than \(limits.tokens) tokens. Parsing aborted."
            throw SyntaxError(message, at: Int(token.start))
        }
    }

    /// Reads a token of this kind or fails.
    @inline(__always)
    @discardableResult
    mutating func expect(_ kind: Token.Kind) throws(SyntaxError) -> Token {
        let found = token
        guard found.kind == kind else { throw expected(kind.description) }
        try advance()
        return found
    }

    /// Reads a token of this kind if it is next.
    @inline(__always)
    mutating func skip(_ kind: Token.Kind) throws(SyntaxError) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    mutating func expectKeyword(_ keyword: StaticString) throws(SyntaxError) {
        guard isAt(keyword) else { throw expected("\"\(keyword)\"") }
        try advance()
    }

    mutating func skipKeyword(_ keyword: StaticString) throws(SyntaxError) -> Bool {
        guard isAt(keyword) else { return false }
        try advance()
        return true
    }

    /// Whether the current token is this name.
    @inline(__always)
    func isAt(_ keyword: StaticString) -> Bool {
        isName(token, keyword)
    }

    @inline(__always)
    func isName(_ token: Token, _ keyword: StaticString) -> Bool {
        guard token.kind == .name, Int(token.end &- token.start) == keyword.utf8CodeUnitCount else { return false }
        return keyword.withUTF8Buffer { expected in
            for index in 0..<expected.count where lexer.bytes[Int(token.start) &+ index] != expected[index] {
                return false
            }
            return true
        }
    }

    /// Name
    @inline(__always)
    mutating func parseName() throws(SyntaxError) -> SourceRange {
        try expect(.name).range
    }

    /// The range from a token's start to the end of what was read last.
    @inline(__always)
    func range(from start: UInt32) -> SourceRange {
        SourceRange(offset: start, count: previousEnd &- start)
    }
}

// MARK: - Depth

extension DocumentParser {
    /// Goes one level down; `leave` goes up again. Recursion stays below `ParserLimits.maximumDepth` that way.
    @inline(__always)
    mutating func enter() throws(SyntaxError) {
        depth &+= 1
        if depth > maximumDepth {
            let message = "Document is nested more than \(maximumDepth) levels deep. Parsing aborted."
            throw SyntaxError(message, at: Int(token.start))
        }
    }

    @inline(__always)
    mutating func leave() {
        depth &-= 1
    }
}

// MARK: - Errors

extension DocumentParser {
    func expected(_ what: String) -> SyntaxError {
        SyntaxError("Expected \(what), found \(description(of: token)).", at: Int(token.start))
    }

    func unexpected(_ token: Token) -> SyntaxError {
        SyntaxError("Unexpected \(description(of: token)).", at: Int(token.start))
    }

    /// What messages call a token: its kind and, where it has one, its value.
    func description(of token: Token) -> String {
        let value: String
        switch token.kind {
        case .name, .int, .float:
            value = document.source.text(of: token.range)
        case .string, .blockString:
            let isBlock = token.kind == .blockString
            value = Document(document).stringValue(of: Document.StringValue(range: token.range, isBlock: isBlock))
        default:
            return token.kind.description
        }
        return "\(token.kind.description) \"\(value)\""
    }
}
