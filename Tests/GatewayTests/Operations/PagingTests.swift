import Foundation
import Testing

@testable import Gateway

@Suite("Pages, many keys and the bucket's status", .serialized)
struct PagingTests {
    private struct Page: Decodable {
        struct Edge: Decodable {
            var cursor: String
            var node: Node
        }
        struct Node: Decodable {
            var key: String
            var revision: Int
        }
        struct Info: Decodable {
            var hasNextPage: Bool
            var hasPreviousPage: Bool
            var startCursor: String?
            var endCursor: String?
        }
        var edges: [Edge]
        var pageInfo: Info
        var keys: [String] { edges.map(\.node.key) }
    }

    private struct Answer<Value: Decodable>: Decodable {
        struct Failure: Decodable {
            struct Extensions: Decodable { var code: String }
            var message: String
            var extensions: Extensions
        }
        var data: [String: Value]?
        var errors: [Failure]?
    }

    private static func decoded<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Answer<Value> {
        try JSONDecoder().decode(Answer<Value>.self, from: Data(text.utf8))
    }

    private static func page(_ gateway: TestGateway, _ arguments: String, field: String = "kv_entries") async throws
        -> Page
    {
        let selection =
            "edges { cursor node { key revision } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        let answer = try await gateway.query("{ \(field)(\(arguments)) { \(selection) } }")
        return try #require(try decoded(answer, as: Page.self).data?[field], "\(answer)")
    }

    /// The keys of all pages, and how many pages there were.
    private static func all(_ gateway: TestGateway, first: Int, _ more: String = "") async throws -> ([String], Int) {
        var page = try await page(gateway, "first: \(first)\(more)")
        var keys = page.keys
        var count = 1
        while page.pageInfo.hasNextPage, count < 100 {
            #expect(page.edges.count == first)
            #expect(page.edges.last?.cursor == page.pageInfo.endCursor)
            page = try await Self.page(gateway, "first: \(first), after: \"\(page.pageInfo.endCursor ?? "")\"\(more)")
            #expect(page.pageInfo.hasPreviousPage)
            keys += page.keys
            count += 1
        }
        return (keys, count)
    }

    private static func write(_ gateway: TestGateway, _ fields: [String]) async throws {
        let calls = fields.enumerated().map { "m\($0.offset): \($0.element)" }.joined(separator: " ")
        let answer = try await gateway.query("mutation { \(calls) }")
        #expect(!answer.contains("errors"), "\(answer)")
    }

    private static func put(_ key: String, _ token: String = "t") -> String {
        "kv_put(key: \"\(key)\", value: {token: \"\(token)\"}) { key }"
    }

    /// Twenty-five keys, of which some were written to again and some deleted.
    private static func fill(_ gateway: TestGateway) async throws -> [String] {
        let keys = (0..<25).map { "\($0 % 3 == 0 ? "a" : "b").k\($0)" }
        try await write(gateway, keys.map { put($0) })
        try await write(gateway, [put(keys[3], "2"), put(keys[3], "3"), put(keys[10], "2")])
        try await write(gateway, [keys[0], keys[7], keys[24]].map { "kv_delete(key: \"\($0)\")" })
        try await write(gateway, [put(keys[7], "back")])
        let quiet = keys.indices.filter { ![0, 3, 7, 10, 24].contains($0) }.map { keys[$0] }
        return quiet + [keys[3], keys[10], keys[7]]
    }

    @Test("all pages together have every key once, in the order of the last change", arguments: StoreServer.allCases)
    func walk(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            let empty = try await Self.page(gateway, "first: 5")
            #expect(empty.edges.isEmpty && !empty.pageInfo.hasNextPage && !empty.pageInfo.hasPreviousPage)
            #expect(empty.pageInfo.startCursor == nil && empty.pageInfo.endCursor == nil)
            let expected = try await Self.fill(gateway)
            for first in [1, 4, 11, 22, 23, 1000] {
                let (keys, count) = try await Self.all(gateway, first: first)
                #expect(keys == expected, "\(first)")
                #expect(count == (expected.count + first - 1) / first)
            }
            let (filtered, _) = try await Self.all(gateway, first: 3, ", filter: \"a.*\"")
            #expect(filtered == expected.filter { $0.hasPrefix("a.") })
            #expect(try await Self.page(gateway, "filter: \"none.>\"").edges.isEmpty)
            let one = try await Self.page(gateway, "filter: \"\(expected[4])\"")
            #expect(one.keys == [expected[4]])
            #expect(try await Self.page(gateway, "after: null").keys == expected)
            let values = try await gateway.query("{ kv_entries(first: 1) { edges { node { value { token } } } } }")
            #expect(values == #"{"data":{"kv_entries":{"edges":[{"node":{"value":{"token":"t"}}}]}}}"#)
        }
    }

    @Test("a cursor stays good whatever is written: unchanged keys come once", arguments: StoreServer.allCases)
    func concurrentWrites(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await Self.write(gateway, (0..<8).map { Self.put("k\($0)") })
            let first = try await Self.page(gateway, "first: 3")
            #expect(first.keys == ["k0", "k1", "k2"])
            // The entry that the cursor was given for, one that was shown, one that was not, and a new one.
            try await Self.write(
                gateway,
                ["kv_purge(key: \"k2\")", Self.put("k0"), Self.put("k4"), "kv_delete(key: \"k5\")", Self.put("new")]
            )
            let after = first.pageInfo.endCursor ?? ""
            let rest = try await Self.page(gateway, "first: 100, after: \"\(after)\"")
            #expect(rest.keys == ["k3", "k6", "k7", "k0", "k4", "new"])
            #expect(!rest.pageInfo.hasNextPage)
        }
    }

    @Test("keys come whole or in pages, behind a key or a cursor", arguments: StoreServer.allCases)
    func keys(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            let expected = try await Self.fill(gateway)
            func keys(_ arguments: String) async throws -> [String]? {
                try Self.decoded(try await gateway.query("{ kv_keys\(arguments) }"), as: [String].self).data?["kv_keys"]
            }
            #expect(try await keys("") == expected)
            #expect(try await keys("(filter: \"a.>\")") == expected.filter { $0.hasPrefix("a.") })
            #expect(try await keys("(first: 4)") == Array(expected[..<4]))
            #expect(try await keys("(first: 4, after: \"\(expected[3])\")") == Array(expected[4..<8]))
            #expect(try await keys("(after: \"\(expected[3])\")") == Array(expected[4...]))
            let cursor = try await Self.page(gateway, "first: 4").pageInfo.endCursor ?? ""
            #expect(try await keys("(first: 2, after: \"\(cursor)\")") == Array(expected[4..<6]))
        }
    }

    @Test("what a page cannot be is one clear error", arguments: StoreServer.allCases)
    func refusals(server: StoreServer) async throws {
        try await TestGateway.run(server) { configuration in
            var other = configuration.apis[0]
            other.namespace = "other"
            configuration.apis.append(other)
        } _: { gateway in
            try await Self.write(gateway, [Self.put("a"), Self.put("b")])
            let cursor = try await Self.page(gateway, "first: 1").pageInfo.endCursor ?? ""
            var cases = ["first: 0", "first: -1", "first: 1001", "first: 2147483647"].map { ($0, "BAD_USER_INPUT") }
            cases += ["a..b", "a b", "", ">.a", "a*"].map { ("filter: \"\($0)\"", "KEY_INVALID") }
            let tampered = cursor.indices.map { index in
                cursor.replacingCharacters(in: index...index, with: cursor[index] == "A" ? "B" : "A")
            }
            for text in tampered + ["", "x", cursor + "A", String(cursor.dropLast())] {
                cases.append(("after: \"\(text)\"", "BAD_USER_INPUT"))
            }
            for (arguments, code) in cases {
                for field in ["kv_entries(\(arguments)) { pageInfo { endCursor } }", "kv_keys(\(arguments))"] {
                    let answer = try Self.decoded(try await gateway.query("{ \(field) }"), as: [String].self)
                    #expect(answer.errors?.map(\.extensions.code) == [code], "\(field)")
                }
            }
            let stranger = try await gateway.query("{ other_entries(after: \"\(cursor)\") { pageInfo { endCursor } } }")
            #expect(stranger.contains("The cursor is of another bucket") && stranger.contains("BAD_USER_INPUT"))
        }
    }

    @Test("many keys come in the order asked, each as often as asked", arguments: StoreServer.allCases)
    func many(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await Self.write(
                gateway,
                [Self.put("a", "1"), Self.put("b", "2"), Self.put("c"), "kv_delete(key: \"c\")"]
            )
            let answer = try await gateway.query(
                "{ kv_getMany(keys: [\"b\", \"none\", \"a\", \"b\", \"c\"]) { key value { token } } }"
            )
            let b = #"{"key":"b","value":{"token":"2"}}"#
            #expect(answer == #"{"data":{"kv_getMany":[\#(b),null,{"key":"a","value":{"token":"1"}},\#(b),null]}}"#)
            #expect(try await gateway.query("{ kv_getMany(keys: []) { key } }") == #"{"data":{"kv_getMany":[]}}"#)
            #expect(try await gateway.query("{ kv_getMany(keys: [\"a\", \"b c\"]) { key } }").contains("KEY_INVALID"))
            let list = Array(repeating: "\"a\"", count: 1001).joined(separator: ",")
            #expect(try await gateway.query("{ kv_getMany(keys: [\(list)]) { key } }").contains("BAD_USER_INPUT"))
        }
    }

    @Test("the status shows the bucket's settings and what it holds", arguments: StoreServer.allCases)
    func status(server: StoreServer) async throws {
        try await TestGateway.run(server) { configuration in
            configuration.apis[0].history = 7
        } _: { gateway in
            try await Self.write(gateway, [Self.put("a"), Self.put("a"), "kv_delete(key: \"a\")"])
            let answer = try await gateway.query(
                "{ kv_status { bucket values lastRevision history ttl maxBytes maxValueSize replicas storage compression backingStream } }"
            )
            #expect(
                answer == #"{"data":{"kv_status":{"bucket":"kv","values":3,"lastRevision":3,"history":7,"ttl":0,"#
                    + #""maxBytes":null,"maxValueSize":null,"replicas":1,"storage":"FILE","compression":"NONE","#
                    + #""backingStream":"KV_kv"}}}"#
            )
            let bytes = try await gateway.query("{ kv_status { bytes } }")
            #expect(bytes.contains(#/"bytes":[1-9]/#))
        }
    }
}
