import Testing

@testable import Gateway

@Suite("Pages of other origins")
struct CrossOriginTests {
    @Test func `nothing is said unless origins are configured`() async throws {
        try await TestGateway.run { gateway in
            let answer = try await gateway.send("GET", "/graphql?query={kv_keys}", ["Origin": "https://app.example"])
            #expect(answer.status == 200)
            #expect(answer.field("Access-Control-Allow-Origin") == nil)
        }
    }

    @Test func `a configured origin may read, also errors and streams; another may not`() async throws {
        try await TestGateway.run(change: { $0.server.corsOrigins = ["https://app.example"] }) { gateway in
            for target in ["/graphql?query={kv_keys}", "/graphql", "/nothing", "/schema.graphql"] {
                let own = try await gateway.send("GET", target, ["Origin": "https://app.example"])
                #expect(own.field("Access-Control-Allow-Origin") == "https://app.example", "\(target)")
                #expect(own.field("Vary") == "Origin")
                let other = try await gateway.send("GET", target, ["Origin": "https://evil.example"])
                #expect(other.field("Access-Control-Allow-Origin") == nil)
                #expect(other.field("Vary") == "Origin")
            }
            let stream = try await gateway.send(
                "GET",
                "/graphql?query={kv_keys}",
                ["Origin": "https://app.example", "Accept": "text/event-stream"]
            )
            #expect(stream.field("Access-Control-Allow-Origin") == "https://app.example")
            let preflight = try await gateway.send(
                "OPTIONS",
                "/graphql",
                ["Origin": "https://app.example", "Access-Control-Request-Method": "POST"]
            )
            #expect(preflight.status == 204)
            #expect(preflight.field("Access-Control-Allow-Origin") == "https://app.example")
            #expect(preflight.field("Access-Control-Allow-Methods") == "GET, HEAD, POST, OPTIONS")
            #expect(preflight.field("Access-Control-Allow-Headers")?.contains("content-type") == true)
        }
    }

    @Test(
        "origins",
        arguments: [
            ("*", true), ("https://a", true), ("http://a.b:80", true), ("HTTPS://A", true), ("https://", false),
            ("https://a/", false), ("https://a?b", false), ("a", false), ("ftp://a", false), ("https://u@a", false),
        ]
    )
    func origins(text: String, isOrigin: Bool) {
        #expect(CrossOriginRule.isOrigin(text) == isOrigin)
    }

    @Test func `all origins`() {
        let rule = CrossOriginRule(["*"])
        #expect(rule.fields(for: "https://a") == "Access-Control-Allow-Origin: *\r\n")
        #expect(rule.fields(for: nil) == "")
    }
}
