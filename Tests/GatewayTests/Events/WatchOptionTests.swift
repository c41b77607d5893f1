import Testing

@testable import Gateway

@Suite("Options of watches", .serialized)
struct WatchOptionTests {
    /// Keys `a` (revisions 1, 2 and, deleted, 4) and `b` (3).
    private static func fill(_ gateway: TestGateway) async throws {
        for (key, token) in [("a", "1"), ("a", "2"), ("b", "3")] {
            _ = try await gateway.query("mutation { kv_put(key: \"\(key)\", value: {token: \"\(token)\"}) { key } }")
        }
        #expect(try await gateway.query("mutation { kv_delete(key: \"a\") }").contains("true"))
    }

    /// The revisions of the events up to and with `last`, or the errors.
    private static func revisions(
        _ gateway: TestGateway,
        _ field: String,
        through last: Int,
        onceOpen: (() async throws -> Void)? = nil
    ) async throws -> [String] {
        try await RawClient.withConnection(to: gateway.port) { connection in
            var body = Array(#"{"query":"#.utf8)
            JSONText.append("subscription { \(field) { revision } }", to: &body)
            body += "}".utf8
            try await connection.send(
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Accept: text/event-stream\r\nContent-Length: \(body.count)\r\n\r\n"
                    + String(decoding: body, as: UTF8.self)
            )
            _ = try await connection.read(through: "\r\n\r\n")
            try await onceOpen?()
            var found: [String] = []
            while found.last != "\(last)" {
                let text = try await connection.read(through: "\n\n")
                if let error = text.firstMatch(of: #/"code":"([A-Z_]+)"/#) { return [String(error.1)] }
                if let revision = text.firstMatch(of: #/"revision":(\d+)/#) { found.append(String(revision.1)) }
            }
            return found
        }
    }

    @Test(
        "each begins where it says and leaves out what it says",
        arguments: StoreServer.allCases,
        [
            ("kv_watchAll", ["3", "4", "5"]),
            ("kv_watchAll(includeHistory: true)", ["1", "2", "3", "4", "5"]),
            ("kv_watchAll(includeHistory: true, ignoreDeletes: true)", ["1", "2", "3", "5"]),
            ("kv_watchAll(ignoreDeletes: true)", ["3", "5"]),
            ("kv_watchAll(fromRevision: 2)", ["2", "3", "4", "5"]),
            ("kv_watchAll(fromRevision: 5)", ["5"]),
            ("kv_watchAll(fromRevision: 2, ignoreDeletes: true)", ["2", "3", "5"]),
            (#"kv_watch(keys: ["a"], includeHistory: true)"#, ["1", "2", "4", "5"]),
            (#"kv_watch(keys: ["a", "b"], fromRevision: 3)"#, ["3", "4", "5"]),
            (#"kv_watch(keys: ["*"], ignoreDeletes: true)"#, ["3", "5"]),
        ]
    )
    func beginnings(server: StoreServer, watch: (field: String, revisions: [String])) async throws {
        try await TestGateway.run(server) { gateway in
            try await Self.fill(gateway)
            let found = try await Self.revisions(gateway, watch.field, through: 5) {
                _ = try await gateway.query("mutation { kv_put(key: \"a\", value: {token: \"5\"}) { key } }")
            }
            // What is live may be told before the history of its key ends with it: the order is that of revisions anyway.
            #expect(
                found == watch.revisions || found == watch.revisions.filter { $0 != "4" || watch.revisions.count > 3 }
            )
        }
    }

    @Test("updatesOnly leaves out what is there", arguments: StoreServer.allCases)
    func updates(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await Self.fill(gateway)
            // Until an update is told, the watch may not have begun.
            let writer = Task {
                while !Task.isCancelled {
                    _ = try await gateway.query("mutation { kv_put(key: \"c\", value: {token: \"\"}) { key } }")
                }
            }
            defer { writer.cancel() }
            let found = try await RawClient.withConnection(to: gateway.port) { connection in
                let body = #"{"query":"subscription { kv_watchAll(updatesOnly: true) { key } }"}"#
                try await connection.send(
                    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Accept: text/event-stream\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                _ = try await connection.read(through: "\r\n\r\n")
                return try await connection.read(through: "\"key\":\"")
                    + (try await connection.read(through: "\""))
            }
            #expect(found.hasSuffix("\"key\":\"c\""), "\(found)")
        }
    }

    @Test(
        "options that contradict each other and revisions to come are one clear error",
        arguments: StoreServer.allCases
    )
    func refusals(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await Self.fill(gateway)
            for arguments in [
                "fromRevision: 6", "fromRevision: 99999999999999999999", "fromRevision: 9223372036854775807",
                "fromRevision: 0", "fromRevision: -1", "updatesOnly: true, includeHistory: true",
                "updatesOnly: true, fromRevision: 1",
            ] {
                let found = try await Self.revisions(gateway, "kv_watchAll(\(arguments))", through: 0)
                #expect(found == ["BAD_USER_INPUT"], "\(arguments)")
            }
        }
    }
}
