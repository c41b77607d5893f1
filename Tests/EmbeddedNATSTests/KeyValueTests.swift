import JSON
import Testing

@testable import EmbeddedNATS

/// Key-Value as its clients use it, over the wire.
@Suite(.timeLimit(.minutes(1)))
struct KeyValueTests {
    static let bucket = """
        {"name":"KV_b","subjects":["$KV.b.>"],"max_msgs_per_subject":3,"discard":"new","allow_rollup_hdrs":true,\
        "deny_delete":true,"allow_direct":true,"num_replicas":1,"max_msgs":-1,"max_bytes":-1,"max_age":0,\
        "max_msg_size":-1,"storage":"file","retention":"limits","max_consumers":-1,"duplicate_window":120000000000}
        """

    private func withBucket(
        _ storage: TestStorage,
        _ body: (RawClient, EmbeddedServer) async throws -> Void
    ) async throws {
        try await withServer(storage) { server in
            let client = try await RawClient.connect(server.port)
            let created = try await client.api("STREAM.CREATE.KV_b", Self.bucket)
            #expect(created["error"] == nil)
            #expect(created["did_create"] == true)
            try await body(client, server)
        }
    }

    @Test("puts get revisions in order and the newest value is read", arguments: TestStorage.allCases)
    func put(storage: TestStorage) async throws {
        try await withBucket(storage) { client, _ in
            for (index, value) in ["1", "2", "3"].enumerated() {
                let answer = try await client.request("$KV.b.k", value)
                #expect(answer.json["seq"] == .integer(index + 1))
                #expect(answer.json["stream"] == "KV_b")
            }
            let found = try await client.request("$JS.API.DIRECT.GET.KV_b.$KV.b.k")
            #expect(found.text == "3")
            let headers = found.headers ?? ""
            #expect(
                headers.contains("\r\nNats-Stream: KV_b\r\nNats-Subject: $KV.b.k\r\nNats-Sequence: 3\r\nNats-Time-")
            )
            let old = try await client.request("$JS.API.DIRECT.GET.KV_b", #"{"seq":1}"#)
            #expect(old.text == "1")
        }
    }

    @Test(
        "a direct get that finds nothing says so in its status",
        arguments: [
            ("KV_b.$KV.b.none", "", "404 Message Not Found"), ("KV_b", #"{"seq":9}"#, "404 Message Not Found"),
            ("KV_b", "", "408 Empty Request"), ("KV_b", "{}", "408 Empty Request"),
            ("KV_b", "{", "408 Malformed Request"),
            ("KV_b.$KV.b.none", "x", "408 Malformed Request"), ("KV_b.$KV.b.none", "{}", "408 Bad Request"),
            ("KV_b", #"{"seq":1,"last_by_subj":"$KV.b.k"}"#, "408 Bad Request"),
        ]
    )
    func directGetStatus(target: String, payload: String, status: String) async throws {
        try await withBucket(.memory) { client, _ in
            let answer = try await client.request("$JS.API.DIRECT.GET." + target, payload)
            #expect(answer.headers == "NATS/1.0 \(status)\r\n\r\n")
        }
    }

    @Test("a conditional write succeeds for exactly the current revision", arguments: TestStorage.allCases)
    func compareAndSet(storage: TestStorage) async throws {
        try await withBucket(storage) { client, _ in
            func write(_ expected: String) async throws -> JSONValue {
                let headers = "Nats-Expected-Last-Subject-Sequence: \(expected)"
                return try await client.request("$KV.b.k", "v", headers: headers).json
            }
            #expect(try await write("0")["seq"] == 1)
            let refused = try await write("0")
            #expect(refused["error"]?["err_code"] == 10071)
            #expect(refused["error"]?["description"] == "wrong last sequence: 1")
            #expect(refused["seq"] == 0)
            #expect(try await write("nonsense")["error"]?["err_code"] == 10071)
            #expect(try await write("1")["seq"] == 2)
            #expect(try await write("1")["error"]?["description"] == "wrong last sequence: 2")
        }
    }

    @Test("a message id is taken once", arguments: TestStorage.allCases)
    func deduplication(storage: TestStorage) async throws {
        try await withBucket(storage) { client, _ in
            #expect(try await client.request("$KV.b.k", "1", headers: "Nats-Msg-Id: x").json["seq"] == 1)
            let again = try await client.request("$KV.b.k", "2", headers: "Nats-Msg-Id: x").json
            #expect(again["seq"] == 1)
            #expect(again["duplicate"] == true)
            #expect(try await client.request("$KV.b.k", "3").json["seq"] == 2)
        }
    }

    @Test("history keeps the newest revisions, a rollup keeps one", arguments: TestStorage.allCases)
    func history(storage: TestStorage) async throws {
        try await withBucket(storage) { client, _ in
            for value in 1...5 { _ = try await client.request("$KV.b.k", "\(value)") }
            _ = try await client.request("$KV.b.other", "x")
            var state = try await client.api("STREAM.INFO.KV_b", #"{"subjects_filter":"$KV.b.k"}"#)["state"]
            #expect(state?["messages"] == 4)
            #expect(state?["first_seq"] == 3)
            #expect(state?["last_seq"] == 6)
            #expect(state?["num_subjects"] == 2)
            #expect(state?["subjects"] == ["$KV.b.k": 3])
            let purge = "KV-Operation: PURGE\r\nNats-Rollup: sub"
            #expect(try await client.request("$KV.b.k", "", headers: purge).json["seq"] == 7)
            state = try await client.api("STREAM.INFO.KV_b", #"{"deleted_details":true}"#)["state"]
            #expect(state?["messages"] == 2)
            #expect(state?["first_seq"] == 6)
            #expect(state?["deleted"] == nil)
        }
    }

    @Test("a watch gets the newest of each key and then what comes, with counts", arguments: TestStorage.allCases)
    func watch(storage: TestStorage) async throws {
        try await withBucket(storage) { client, server in
            for (key, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
                _ = try await client.request("$KV.b.\(key)", value)
            }
            let watcher = try await RawClient.connect(server.port)
            try await watcher.send("SUB deliver.me 7\r\n")
            let request = """
                {"stream_name":"KV_b","config":{"deliver_subject":"deliver.me","deliver_policy":"last_per_subject",\
                "ack_policy":"none","filter_subject":"$KV.b.>","flow_control":true,"idle_heartbeat":5000000000}}
                """
            let created = try await client.api("CONSUMER.CREATE.KV_b", request)
            let name = try #require(created["name"]?.string)
            #expect(created["num_pending"]?.number?.int64 ?? 0 <= 2)
            let first = try await watcher.message()
            #expect((first.subject, first.text) == ("$KV.b.b", "2"))
            #expect(first.reply?.hasPrefix("$JS.ACK.KV_b.\(name).1.2.1.") == true)
            #expect(first.reply?.hasSuffix(".1") == true)
            let second = try await watcher.message()
            #expect((second.subject, second.text) == ("$KV.b.a", "3"))
            #expect(second.reply?.hasPrefix("$JS.ACK.KV_b.\(name).1.3.2.") == true)
            #expect(second.reply?.hasSuffix(".0") == true)
            _ = try await client.request("$KV.b.c", "4", headers: "X: y")
            let third = try await watcher.message()
            #expect((third.text, third.headers) == ("4", "NATS/1.0\r\nX: y\r\n\r\n"))
            let deleted = try await client.api("CONSUMER.DELETE.KV_b.\(name)")
            #expect(deleted["success"] == true)
            _ = try await client.request("$KV.b.c", "5")
            #expect(try await watcher.settle().isEmpty)
        }
    }

    @Test("a restart keeps every acknowledged write, marker and message id")
    func restart() async throws {
        try await withFolder { folder in
            var configuration = EmbeddedServer.Configuration()
            configuration.storage = .directory(folder)
            var server = try await EmbeddedServer.start(configuration)
            var client = try await RawClient.connect(server.port)
            _ = try await client.api("STREAM.CREATE.KV_b", Self.bucket)
            for value in 1...5 { _ = try await client.request("$KV.b.k", "\(value)") }
            _ = try await client.request("$KV.b.id", "x", headers: "Nats-Msg-Id: once")
            let before = try await client.api("STREAM.INFO.KV_b")
            await server.shutdown()
            server = try await EmbeddedServer.start(configuration)
            client = try await RawClient.connect(server.port)
            let after = try await client.api("STREAM.INFO.KV_b")
            #expect(after["state"] == before["state"])
            #expect(after["config"] == before["config"])
            #expect(after["created"] == before["created"])
            #expect(try await client.request("$JS.API.DIRECT.GET.KV_b.$KV.b.k").text == "5")
            let again = try await client.request("$KV.b.id", "y", headers: "Nats-Msg-Id: once").json
            #expect(again["duplicate"] == true)
            #expect(try await client.request("$KV.b.k", "6").json["seq"] == 7)
            await server.shutdown()
        }
    }

    @Test("a purged stream goes on counting after a restart", arguments: TestStorage.allCases.filter { $0 == .file })
    func purge(storage: TestStorage) async throws {
        try await withFolder { folder in
            var configuration = EmbeddedServer.Configuration()
            configuration.storage = .directory(folder)
            var server = try await EmbeddedServer.start(configuration)
            var client = try await RawClient.connect(server.port)
            _ = try await client.api("STREAM.CREATE.KV_b", Self.bucket)
            for value in 1...5 { _ = try await client.request("$KV.b.k\(value)", "\(value)") }
            let purged = try await client.api("STREAM.PURGE.KV_b")
            #expect(purged["purged"] == 5)
            await server.shutdown()
            server = try await EmbeddedServer.start(configuration)
            client = try await RawClient.connect(server.port)
            let state = try await client.api("STREAM.INFO.KV_b")["state"]
            #expect(state?["first_seq"] == 6)
            #expect(state?["last_seq"] == 5)
            #expect(try await client.request("$KV.b.k", "6").json["seq"] == 6)
            #expect(try await client.api("STREAM.DELETE.KV_b")["success"] == true)
            await server.shutdown()
            server = try await EmbeddedServer.start(configuration)
            client = try await RawClient.connect(server.port)
            #expect(try await client.api("STREAM.NAMES")["total"] == 0)
            await server.shutdown()
        }
    }
}
