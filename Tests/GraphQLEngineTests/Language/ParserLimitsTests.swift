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
}
