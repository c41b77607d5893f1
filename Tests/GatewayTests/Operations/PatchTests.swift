import Testing

@testable import Gateway

@Suite("Merge patches", .serialized)
struct PatchTests {
    private static let model =
        #"""
        {"type":"object","properties":{"name":{"type":"string","minLength":1},"n":{"type":"integer","default":7},
        "tags":{"type":"object","additionalProperties":{"type":"integer"}}},"required":["name"],
        "additionalProperties":false}
        """#

    private static func run(
        _ server: StoreServer,
        _ body: @Sendable (TestGateway) async throws -> Void
    ) async throws {
        let position = ConfigurationPosition(file: "test.yaml", line: 1, column: 1)
        try await TestGateway.run(server) { configuration in
            configuration.apis[0].model = .inline(json: Array(model.utf8), position: position)
        } _: {
            try await body($0)
        }
    }

    private static func patch(_ gateway: TestGateway, _ key: String, _ patch: String, _ more: String = "") async throws
        -> String
    {
        try await gateway.query(
            "mutation { kv_patch(key: \"\(key)\", patch: \(patch)\(more)) { value { name n tags } revision delta } }"
        )
    }

    private static func shown(_ value: String, _ revision: Int) -> String {
        #"{"data":{"kv_patch":{"value":\#(value),"revision":\#(revision),"delta":0}}}"#
    }

    @Test("members replace, null removes, objects merge, defaults come back", arguments: StoreServer.allCases)
    func merges(server: StoreServer) async throws {
        try await Self.run(server) { gateway in
            let created = try await Self.patch(gateway, "a", "{name: \"x\", tags: {p: 1, q: 2}}")
            #expect(created == Self.shown(#"{"name":"x","n":7,"tags":{"p":1,"q":2}}"#, 1))
            let merged = try await Self.patch(gateway, "a", "{n: 12345678901234567890, tags: {p: null, r: 3}}")
            #expect(merged == Self.shown(#"{"name":"x","n":12345678901234567890,"tags":{"q":2,"r":3}}"#, 2))
            let removed = try await Self.patch(gateway, "a", "{n: null, tags: null}")
            #expect(removed == Self.shown(#"{"name":"x","n":7,"tags":null}"#, 3))
            _ = try await gateway.query("mutation { kv_delete(key: \"a\") }")
            let again = try await Self.patch(gateway, "a", "{name: \"y\"}")
            #expect(again == Self.shown(#"{"name":"y","n":7,"tags":null}"#, 5))
        }
    }

    @Test("a patch that leaves an invalid value changes nothing", arguments: StoreServer.allCases)
    func invalid(server: StoreServer) async throws {
        try await Self.run(server) { gateway in
            _ = try await Self.patch(gateway, "a", "{name: \"x\"}")
            let cases = [
                ("{name: null}", ""), ("{name: \"\"}", "/name"), ("{tags: {p: \"no\"}}", "/tags/p"), ("{other: 1}", ""),
                ("5", ""), ("[1]", ""), ("{n: 1.5}", "/n"),
            ]
            for (patch, pointer) in cases {
                let answer = try await Self.patch(gateway, "a", patch)
                #expect(answer.contains(#""code":"VALUE_INVALID""#), "\(patch): \(answer)")
                if !pointer.isEmpty { #expect(answer.contains(#""pointer":"\#(pointer)""#), "\(patch): \(answer)") }
            }
            #expect(try await Self.patch(gateway, "new", "{n: 1}").contains("VALUE_INVALID"))
            #expect(try await Self.patch(gateway, "b c", "{name: \"x\"}").contains("KEY_INVALID"))
            #expect(try await gateway.query("{ kv_status { lastRevision } }").contains(#""lastRevision":1"#))
        }
    }

    @Test("with a revision only that one is patched", arguments: StoreServer.allCases)
    func revisions(server: StoreServer) async throws {
        try await Self.run(server) { gateway in
            #expect(try await Self.patch(gateway, "a", "{name: \"x\"}", ", revision: 0").contains(#""revision":1"#))
            #expect(try await Self.patch(gateway, "a", "{n: 1}", ", revision: 1").contains(#""revision":2"#))
            for revision in [0, 1, 3, 2_147_483_647] {
                let answer = try await Self.patch(gateway, "a", "{n: 2}", ", revision: \(revision)")
                #expect(answer.contains(#""code":"REVISION_CONFLICT","currentRevision":2"#), "\(revision): \(answer)")
            }
            #expect(try await Self.patch(gateway, "a", "{n: 2}", ", revision: -1").contains("BAD_USER_INPUT"))
            #expect(try await gateway.query("{ kv_status { lastRevision } }").contains(#""lastRevision":2"#))
        }
    }

    @Test("patches at the same time are all merged", arguments: StoreServer.allCases)
    func concurrent(server: StoreServer) async throws {
        try await Self.run(server) { gateway in
            _ = try await Self.patch(gateway, "a", "{name: \"x\", tags: {}}")
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for index in 0..<8 {
                    group.addTask { try await Self.patch(gateway, "a", "{tags: {k\(index): \(index)}}") }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            for answer in answers { #expect(!answer.contains("errors"), "\(answer)") }
            let read = try await gateway.query("{ kv_get(key: \"a\") { value { tags } revision } }")
            for index in 0..<8 { #expect(read.contains("\"k\(index)\":\(index)"), "\(read)") }
            #expect(read.contains(#""revision":9"#))
        }
    }
}
