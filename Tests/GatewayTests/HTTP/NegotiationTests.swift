import Testing

@testable import Gateway

@Suite("Negotiation, targets and hosts")
struct NegotiationTests {
    @Test(
        "Accept",
        arguments: [
            (nil, .json, false),
            ("*/*", .json, false),
            ("application/json", .json, false),
            ("Application/JSON", .json, false),
            ("application/*", .json, false),
            ("application/graphql-response+json", .graphQLResponse, false),
            ("application/graphql-response+json; charset=utf-8", .graphQLResponse, false),
            ("application/graphql-response+json; charset=latin1", nil, false),
            ("application/graphql-response+json, application/json;q=0.9", .graphQLResponse, false),
            ("application/json, application/graphql-response+json", .json, false),
            ("application/graphql-response+json;q=0.5, application/json;q=0.6", .json, false),
            ("application/json;q=0, */*", .graphQLResponse, false),
            ("application/json;q=0", nil, false),
            ("text/html", nil, false),
            ("text/html, */*;q=0.1", .json, false),
            ("text/event-stream", .eventStream, true),
            ("text/*", .eventStream, true),
            ("text/event-stream;q=0", nil, false),
            ("application/graphql-response+json, application/json, text/event-stream", .graphQLResponse, true),
            ("text/event-stream, application/json", .eventStream, true),
            ("text/event-stream;q=0.2, application/json", .json, true),
            ("", .json, false),
            ("application/json;q=2", nil, false),
            ("garbage", nil, false),
        ] as [(String?, ContentType?, Bool)]
    )
    func accept(field: String?, type: ContentType?, events: Bool) {
        #expect(AcceptHeader.choose(field) == AcceptHeader.Choice(result: type, takesEvents: events))
    }

    @Test(
        "targets",
        arguments: [
            ("/graphql", "/graphql", nil, nil), ("/graphql?a=b?c", "/graphql", "a=b?c", nil),
            ("http://h:1/graphql?x", "/graphql", "x", "h:1"), ("HTTP://h", "/", nil, "h"),
            ("http://h?x=1", "/", "x=1", "h"), ("*", "*", nil, nil),
        ] as [(String, String, String?, String?)]
    )
    func targets(text: String, path: String, query: String?, authority: String?) throws {
        let target = try #require(RequestTarget(text))
        #expect(target.path == path)
        #expect(target.query.map(String.init) == query)
        #expect(target.authority == authority)
    }

    @Test("wrong targets", arguments: ["", "graphql", "ftp://h/", "http://", "http://u@h/", "http:///x"])
    func wrongTargets(text: String) {
        #expect(RequestTarget(text) == nil)
    }

    @Test(
        "hosts at a gateway bound to loopback",
        arguments: [
            ("localhost", true), ("LOCALHOST:9991", true), ("127.0.0.1:80", true), ("127.9.9.9", true),
            ("[::1]:9991", true), ("[::1]", true), ("a.localhost", true), ("localhost.", true),
            ("evil.example", false), ("127.0.0.1.evil.example", false), ("127.0.0.256", false), ("", false),
            ("localhost:x", false), ("[::1", false), ("127.0.0", false), (":80", false), ("10.0.0.1", false),
        ]
    )
    func hosts(field: String, allowed: Bool) {
        #expect(HostRule(boundTo: "127.0.0.1").allows(field) == allowed)
        #expect(HostRule(boundTo: "0.0.0.0").allows(field))
    }

    @Test func `form text is decoded`() throws {
        let pairs = try FormDecoding.pairs("query=%7B+a%20%7D&x&y=1=2&&n%C3%A9=")
        #expect(pairs.map(\.name) == ["query", "x", "y", "né"])
        #expect(pairs.map { String(decoding: $0.value, as: UTF8.self) } == ["{ a }", "", "1=2", ""])
    }

    @Test("broken form text is refused", arguments: ["a=%", "a=%1", "a=%zz", "a=%ff", "%ff=1"])
    func brokenForms(text: String) {
        #expect(throws: HTTPFailure.self) { try FormDecoding.pairs(text[...]) }
    }

    @Test(
        "dates",
        arguments: [(0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT")]
    )
    func dates(seconds: Int, text: String) {
        #expect(DateLine.text(seconds) == text)
    }
}
