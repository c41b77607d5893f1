import GraphQLEngine
import Testing

@Suite("Limits of documents")
struct ParserLimitsTests {
    @Test("a document of as many tokens as allowed parses, one of more does not")
    func tokens() {
        let limits = ParserLimits(tokens: 5)
        #expect(syntaxError("{ a b c }", limits: limits) == nil)
        #expect(syntaxError("{ a b c } # comments do not count", limits: limits) == nil)
        #expect(
            syntaxError("{ a b c d }", limits: limits)
                == "Document contains more than 5 tokens. Parsing aborted. 1:11"
        )
    }

    @Test("a document of as many bytes as allowed parses, one of more does not")
    func bytes() {
        #expect(syntaxError("{ a }", limits: ParserLimits(bytes: 5)) == nil)
        #expect(
            syntaxError("{ ab }", limits: ParserLimits(bytes: 5))
                == "Document contains more than 5 bytes. Parsing aborted. 1:1"
        )
    }

    @Test("nesting is limited in selections, lists, objects and types")
    func depth() {
        let limits = ParserLimits(depth: 2)
        #expect(syntaxError("{a{b}}", limits: limits) == nil)
        #expect(syntaxError("{a{b{c}}}", limits: limits) == tooDeep("1:5"))
        #expect(syntaxError("{a(b:[1])}", limits: limits) == nil)
        #expect(syntaxError("{a(b:[[1]])}", limits: limits) == tooDeep("1:7"))
        #expect(syntaxError("{a(b:{c:{}})}", limits: limits) == tooDeep("1:9"))
        #expect(syntaxError("query($a:[[T]]){a}", limits: limits) == nil)
        #expect(syntaxError("query($a:[[[T]]]){a}", limits: limits) == tooDeep("1:12"))
    }

    private func tooDeep(_ place: String) -> String {
        "Document is nested more than 2 levels deep. Parsing aborted. \(place)"
    }

    @Test(
        "nesting 100,000 deep is an error, not a crash, even where the caller allows it",
        arguments: ["{a", "{a(b:[", "[", "{a:", "query($a:[", "{...{", "type T @x(a:["]
    )
    func hostileDepth(open: String) {
        let unlimited = ParserLimits(tokens: .max, depth: .max, bytes: .max)
        let nested = open + String(repeating: String(open.suffix(open.count > 3 ? 1 : open.count)), count: 100_000)
        #expect(syntaxError(nested, limits: unlimited) != nil)
        #expect(throws: GraphQLError.self) { try Parser.parseValue(nested, limits: unlimited) }
        #expect(throws: GraphQLError.self) { try Parser.parseType(nested, limits: unlimited) }
    }

    @Test("ten megabytes of nesting end in an error", arguments: ["{a:["])
    func hostileSize(piece: String) {
        let bytes = Array(String(repeating: piece, count: 10_000_000 / piece.utf8.count).utf8)
        #expect(syntaxError(bytes, limits: .trusted) != nil)
        #expect(syntaxError(bytes) == "Document contains more than 1048576 bytes. Parsing aborted. 1:1")
    }

    @Test(
        "time is linear in the size",
        arguments: ["\"", "#", "a ", "\u{FEFF}", "0", "{a:\"\"\"", "a(b:1)", "{a}", "é", "\"\"\"\n \"\"\"type A "]
    )
    func linear(piece: String) {
        let unlimited = ParserLimits(tokens: .max, depth: .max, bytes: .max)
        let bytes = Array(String(repeating: piece, count: 300_000 / piece.utf8.count).utf8)
        let time = ContinuousClock().measure { _ = syntaxError(bytes, limits: unlimited) }
        // A step for each pair of bytes would take minutes; a debug build on a busy machine takes a second.
        #expect(time < .seconds(15), "took \(time)")
    }

    @Test("random bytes are an error", arguments: 0..<20)
    func randomBytes(seed: UInt64) {
        var random = FuzzRandom(seed: seed)
        let bytes = (0..<10_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        #expect(syntaxError(bytes) != nil)
        let ascii = (0..<10_000).map { _ in UInt8(truncatingIfNeeded: random.next()) & 0x7F }
        #expect(syntaxError(ascii) != nil)
    }
}
