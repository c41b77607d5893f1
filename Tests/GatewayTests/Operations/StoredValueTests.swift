import NATSKV
import NIOCore
import Testing

@testable import Gateway

@Suite("Values in the store", .serialized)
struct StoredValueTests {
    /// Runs `body` with a gateway and another client on the same bucket.
    private static func withBucket(
        _ server: StoreServer,
        change: (inout Configuration) -> Void = { _ in },
        _ body: @Sendable (TestGateway, KeyValueBucket) async throws -> Void
    ) async throws {
        try await TestGateway.run(server, change: change) { gateway in
            let url = gateway.storeURL
            let client = try await NATSClient.connect(NATSConfiguration(servers: try ServerAddress.list(url)))
            var settings = BucketConfiguration(name: try BucketName("kv"))
            settings.history = 10
            let (bucket, _) = try await client.ensureBucket(settings)
            do {
                try await body(gateway, bucket)
            } catch {
                await client.close()
                throw error
            }
            await client.close()
        }
    }

    @Test("a value is stored as it was sent, and nothing around it", arguments: StoreServer.allCases)
    func storedText(server: StoreServer) async throws {
        try await Self.withBucket(server) { gateway, bucket in
            _ = try await gateway.query("mutation { kv_put(key: \"a\", value: {token: \"ü \\\" x\"}) { revision } }")
            let entry = try #require(try await bucket.get(KeyValueKey("a")))
            #expect(String(buffer: entry.value) == #"{"token":"ü \" x"}"#)
        }
    }

    @Test(
        "a stored value that does not fit the model reads as null with VALUE_INVALID",
        arguments: StoreServer.allCases
    )
    func foreignValues(server: StoreServer) async throws {
        try await Self.withBucket(server) { gateway, bucket in
            for text in ["", "no json", "{\"token\":1}", "{}", "null", "{\"token\":\"a\",\"more\":1}", "[\"token\"]"] {
                let written = try await bucket.put(ByteBuffer(string: text), at: KeyValueKey("a"))
                let answer = try await gateway.query("{ kv_get(key: \"a\") { key value { token } revision } }")
                let data = #""data":{"kv_get":{"key":"a","value":null,"revision":\#(written.revision)}}"#
                #expect(answer.contains(data), "\(text): \(answer)")
                #expect(answer.contains(#""path":["kv_get","value"]"#), "\(text): \(answer)")
                #expect(answer.contains(#""code":"VALUE_INVALID","issues":[{"pointer":""#), "\(text): \(answer)")
            }
            _ = try await bucket.put(ByteBuffer(string: "{ \"token\" :\n\"kept\" }"), at: KeyValueKey("a"))
            let answer = try await gateway.query("{ kv_get(key: \"a\") { value { token } } }")
            #expect(answer == #"{"data":{"kv_get":{"value":{"token":"kept"}}}}"#)
        }
    }

    @Test("with WunderGraph's schema every operation runs", arguments: StoreServer.allCases)
    func compatible(server: StoreServer) async throws {
        try await Self.withBucket(server, change: { $0.apis[0].compatibility = .wundergraph }) { gateway, _ in
            let written = try await gateway.post(
                #"""
                {"query":"mutation ($v: kv_InputValue!) { kv_create(key: \"a\", value: $v) { key value { token } revision } }",
                "variables":{"v":{"token":"1"}}}
                """#
            )
            #expect(written.body == #"{"data":{"kv_create":{"key":"a","value":{"token":"1"},"revision":1}}}"#)
            let read = try await gateway.query(
                "{ kv_get(key: \"a\") { created revision } kv_keys kv_history(key: \"a\") { key } }"
            )
            #expect(read.contains(#""kv_keys":["a"],"kv_history":[{"key":"a"}]"#), "\(read)")
            let unknown = try await gateway.query("{ kv_get(key: \"a\") { createdAt } }")
            #expect(unknown.contains("GRAPHQL_VALIDATION_FAILED"))
        }
    }
}
