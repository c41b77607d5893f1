import Testing

@testable import Gateway

@Suite("The operations of an API", .serialized)
struct OperationTests {
    private static let entry = "{ key value { token } revision }"

    private static func put(_ field: String, _ key: String, _ token: String, _ extra: String = "") -> String {
        "mutation { kv_\(field)(key: \"\(key)\", value: {token: \"\(token)\"}\(extra)) \(entry) }"
    }

    private static func shown(_ key: String, _ token: String, _ revision: Int) -> String {
        #"{"key":"\#(key)","value":{"token":"\#(token)"},"revision":\#(revision)}"#
    }

    /// Without the message and locations of errors, which are for people.
    private static func code(_ answer: String) -> String {
        let parts = answer.split(separator: "\"extensions\":{", maxSplits: 1)
        return parts.count == 2 ? String(parts[1].prefix { $0 != "}" }) : answer
    }

    @Test("what is written is read back, in every way", arguments: StoreServer.allCases)
    func lifecycle(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            #expect(try await gateway.query("{ kv_keys }") == #"{"data":{"kv_keys":[]}}"#)
            #expect(try await gateway.query("{ kv_get(key: \"a\") \(Self.entry) }") == #"{"data":{"kv_get":null}}"#)
            let created = try await gateway.query(Self.put("create", "a", "1"))
            #expect(created == #"{"data":{"kv_create":\#(Self.shown("a", "1", 1))}}"#)
            #expect(try await gateway.query("{ kv_keys }") == #"{"data":{"kv_keys":["a"]}}"#)
            let again = try await gateway.query(Self.put("create", "a", "x"))
            #expect(again.hasSuffix(#""data":{"kv_create":null}}"#) || again.hasPrefix(#"{"data":{"kv_create":null}"#))
            #expect(Self.code(again) == #""code":"KEY_EXISTS""#)
            #expect(try await gateway.query(Self.put("put", "a", "2")).contains(Self.shown("a", "2", 2)))
            #expect(
                try await gateway.query(Self.put("update", "a", "3", ", revision: 2")).contains(Self.shown("a", "3", 3))
            )
            let conflict = try await gateway.query(Self.put("update", "a", "4", ", revision: 2"))
            #expect(Self.code(conflict) == #""code":"REVISION_CONFLICT","currentRevision":3"#)
            let history = try await gateway.query("{ kv_history(key: \"a\") \(Self.entry) }")
            let all = [Self.shown("a", "1", 1), Self.shown("a", "2", 2), Self.shown("a", "3", 3)].joined(separator: ",")
            #expect(history == #"{"data":{"kv_history":[\#(all)]}}"#)
            let first = try await gateway.query("{ kv_getRevision(key: \"a\", revision: 1) \(Self.entry) }")
            #expect(first == #"{"data":{"kv_getRevision":\#(Self.shown("a", "1", 1))}}"#)
            for revision in ["0", "-1", "99"] {
                let none = try await gateway.query("{ kv_getRevision(key: \"a\", revision: \(revision)) { key } }")
                #expect(none == #"{"data":{"kv_getRevision":null}}"#)
            }
            #expect(try await gateway.query("{ kv_getRevision(key: \"b\", revision: 1) { key } }").contains(":null"))
        }
    }

    @Test("delete hides, purge removes, and both are true each time", arguments: StoreServer.allCases)
    func removal(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            _ = try await gateway.query(Self.put("put", "a", "1"))
            for _ in 0..<2 {
                #expect(
                    try await gateway.query("mutation { kv_delete(key: \"a\") }") == #"{"data":{"kv_delete":true}}"#
                )
            }
            #expect(try await gateway.query("{ kv_get(key: \"a\") { key } }") == #"{"data":{"kv_get":null}}"#)
            #expect(try await gateway.query("{ kv_keys }") == #"{"data":{"kv_keys":[]}}"#)
            #expect(
                try await gateway.query("{ kv_getRevision(key: \"a\", revision: 1) \(Self.entry) }")
                    .contains(Self.shown("a", "1", 1))
            )
            #expect(try await gateway.query("{ kv_getRevision(key: \"a\", revision: 2) { key } }").contains(":null"))
            let history = try await gateway.query("{ kv_history(key: \"a\") { operation revision value { token } } }")
            #expect(
                history == #"{"data":{"kv_history":[{"operation":"PUT","revision":1,"value":{"token":"1"}},"#
                    + #"{"operation":"DELETE","revision":2,"value":null},{"operation":"DELETE","revision":3,"value":null}]}}"#
            )
            #expect(try await gateway.query("mutation { kv_purge(key: \"a\") }") == #"{"data":{"kv_purge":true}}"#)
            #expect(try await gateway.query("mutation { kv_purge(key: \"never\") }") == #"{"data":{"kv_purge":true}}"#)
            #expect(try await gateway.query("{ kv_getRevision(key: \"a\", revision: 1) { key } }").contains(":null"))
            #expect(try await gateway.query(Self.put("create", "a", "2")).contains("\"revision\":6"))
        }
    }

    @Test("fields of an entry, of history and of what a write returns", arguments: StoreServer.allCases)
    func entryFields(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            let selection = "{ created createdAt delta revisionLong operation }"
            let written = try await gateway.query(
                "mutation { kv_put(key: \"a\", value: {token: \"1\"}) \(selection) }"
            )
            let read = try await gateway.query("{ kv_get(key: \"a\") \(selection) }")
            #expect(written.replacing("kv_put", with: "kv_get") == read)
            #expect(read.contains(#""delta":0,"revisionLong":1,"operation":"PUT""#))
            let digits = read.replacing(#/\d+/#, with: "0")
            #expect(digits.contains(#""created":0,"createdAt":"0-0-0T0:0:0.0Z""#), "\(read)")
            for token in 2...4 { _ = try await gateway.query(Self.put("put", "a", "\(token)")) }
            let last = try await gateway.query("{ kv_history(key: \"a\", last: 2) { revision } }")
            #expect(last == #"{"data":{"kv_history":[{"revision":3},{"revision":4}]}}"#)
            #expect(try await gateway.query("{ kv_history(key: \"a\", last: 0) { revision } }").contains("[]"))
            #expect(
                try await gateway.query("{ kv_history(key: \"a\", last: -1) { revision } }").contains("BAD_USER_INPUT")
            )
        }
    }

    @Test("illegal keys and values are refused before the store", arguments: StoreServer.allCases)
    func refusals(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            let long = String(repeating: "k", count: 3073)
            for key in ["", "a b", ".a", "a.", "a..b", "a*", ">", "ä", "a\\nb", long] {
                for call in [
                    "kv_get(key: K) { key }", "kv_getRevision(key: K, revision: 1) { key }",
                    "kv_history(key: K) { key }",
                ] {
                    let answer = try await gateway.query("{ \(call.replacing("K", with: "\"\(key)\"")) }")
                    #expect(Self.code(answer) == #""code":"KEY_INVALID""#, "\(key): \(answer)")
                }
                for call in ["kv_delete(key: K)", "kv_purge(key: K)", "kv_put(key: K, value: {token: \"\"}) { key }"] {
                    let answer = try await gateway.query("mutation { \(call.replacing("K", with: "\"\(key)\"")) }")
                    #expect(Self.code(answer) == #""code":"KEY_INVALID""#, "\(key): \(answer)")
                }
            }
            #expect(
                try await gateway.query(Self.put("put", String(repeating: "k", count: 3072), "1")).contains(
                    "\"revision\":1"
                )
            )
            let large = try await gateway.query(Self.put("put", "a", String(repeating: "v", count: 1_100_000)))
            #expect(Self.code(large) == #""code":"VALUE_TOO_LARGE""#)
        }
    }

    @Test("a full bucket takes no more, with a code that says so", arguments: StoreServer.allCases)
    func fullBucket(server: StoreServer) async throws {
        try await TestGateway.run(server, change: { $0.apis[0].maxBytes = 4000 }) { gateway in
            let value = String(repeating: "v", count: 1000)
            var answers: [String] = []
            while answers.last?.contains("errors") != true, answers.count < 10 {
                answers.append(try await gateway.query(Self.put("put", "key\(answers.count)", value)))
            }
            #expect(answers.count > 1)
            #expect(Self.code(answers.last ?? "") == #""code":"VALUE_TOO_LARGE""#, "\(answers.last ?? "")")
            #expect(try await gateway.query("{ kv_get(key: \"key0\") { revision } }").contains("\"revision\":1"))
        }
    }

    @Test func `mutations of one request run one after another`() async throws {
        try await TestGateway.run { gateway in
            let answer = try await gateway.query(
                """
                mutation {
                  a: kv_create(key: "k", value: {token: "1"}) { revision }
                  b: kv_update(key: "k", value: {token: "2"}, revision: 1) { revision }
                  c: kv_create(key: "k", value: {token: "3"}) { revision }
                  d: kv_delete(key: "k")
                  e: kv_create(key: "k", value: {token: "4"}) { revision }
                }
                """
            )
            #expect(
                answer.contains(#""data":{"a":{"revision":1},"b":{"revision":2},"c":null,"d":true,"e":{"revision":4}}"#)
            )
            #expect(Self.code(answer) == #""code":"KEY_EXISTS""#)
        }
    }

    @Test func `two namespaces have their own buckets`() async throws {
        try await TestGateway.run(change: { configuration in
            var other = configuration.apis[0]
            other.namespace = "other"
            other.bucket = "else-where"
            configuration.apis.append(other)
            configuration.nats.prefix = "team"
        }) { gateway in
            _ = try await gateway.query(Self.put("put", "a", "1"))
            #expect(try await gateway.query("{ kv_keys other_keys }") == #"{"data":{"kv_keys":["a"],"other_keys":[]}}"#)
            #expect(gateway.gateway.banner.contains("Bucket   team_kv (namespace kv)"))
            #expect(gateway.gateway.banner.contains("Bucket   team_else-where (namespace other)"))
        }
    }

    @Test func `the line of the banner to paste works`() async throws {
        try await TestGateway.run { gateway in
            let banner = gateway.gateway.banner
            #expect(banner.contains("GraphQL  http://127.0.0.1:\(gateway.port)/graphql\n"))
            #expect(banner.contains("NATS     nats://127.0.0.1:"))
            let body = try #require(banner.split(separator: "'").dropFirst(3).first)
            #expect(try await gateway.post(String(body)).body == #"{"data":{"kv_keys":[]}}"#)
        }
    }
}
