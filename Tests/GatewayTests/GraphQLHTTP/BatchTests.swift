import Testing

@testable import Gateway

@Suite("Several requests in one body")
struct BatchTests {
    private static func limit(_ count: Int) -> (inout Configuration) -> Void { { $0.server.batchLimit = count } }

    @Test func `each is answered in its place, whatever becomes of the others`() async throws {
        try await TestGateway.run(change: Self.limit(8)) { gateway in
            let answer = try await gateway.post(
                #"""
                [{"query":"mutation { kv_put(key: \"a\", value: {token: \"1\"}) { revision } }"},
                 {"query":"{ __typename }"}, {"query":"{"}, {"notquery":1}, 7,
                 {"query":"subscription { kv_watchAll { key } }"},
                 {"query":"query($k: String!) { kv_get(key: $k) { key } }","variables":{"k":"none"}}]
                """#
            )
            #expect(answer.status == 200)
            let parts = answer.body.split(separator: "},{\"", omittingEmptySubsequences: false)
            #expect(
                answer.body.hasPrefix(
                    #"[{"data":{"kv_put":{"revision":1}}},{"data":{"__typename":"Query"}},{"errors":"#
                )
            )
            #expect(answer.body.hasSuffix(#",{"data":{"kv_get":null}}]"#))
            #expect(parts.filter { $0.hasPrefix("errors") }.count == 4, "\(answer.body)")
        }
    }

    @Test(
        "what is no batch that is taken is 400",
        arguments: [
            (0, #"[{"query":"{ __typename }"}]"#, "not taken here"), (8, "[]", "empty"),
            (1, #"[{"query":"{ __typename }"},{"query":"{ __typename }"}]"#, "the limit is 1"), (8, "[1,", "list"),
        ]
    )
    func refusals(limit: Int, body: String, message: String) async throws {
        try await TestGateway.run(change: Self.limit(limit)) { gateway in
            let answer = try await gateway.post(body)
            #expect(answer.status == 400)
            #expect(answer.body.contains(message), "\(answer)")
        }
    }
}
