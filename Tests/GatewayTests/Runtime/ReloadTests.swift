import Foundation
import Logging
import Testing

@testable import Gateway

@Suite("Reload")
struct ReloadTests {
    private static func configuration(_ model: String) -> Configuration {
        let position = ConfigurationPosition(file: "test.yaml", line: 1, column: 1)
        return TestGateway.configuration { $0.apis[0].model = .inline(json: Array(model.utf8), position: position) }
    }

    private static let old = #"{"type":"object","properties":{"token":{"type":"string"}},"required":["token"]}"#
    private static let new =
        #"{"type":"object","properties":{"token":{"type":"string"},"color":{"type":"string"}},"required":["token"]}"#

    @Test func `a new model is served to connections that are open, and its pages too`() async throws {
        let log = RecordedLog()
        try await TestGateway.run(Self.configuration(Self.old), logger: log.logger) { gateway in
            let ask = #"{"query":"{ kv_get(key: \"a\") { value { color } } }"}"#
            let request =
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(ask.utf8.count)\r\n\r\n\(ask)"
            try await RawClient.withConnection(to: gateway.port) { connection in
                try await connection.send(request)
                #expect(try await connection.response().body.contains("GRAPHQL_VALIDATION_FAILED"))
                #expect(await gateway.gateway.reload { Self.configuration(Self.new) } == .adopted)
                try await connection.send(request)
                #expect(try await connection.response().body == #"{"data":{"kv_get":null}}"#)
            }
            #expect(try await gateway.send("GET", "/schema.graphql").body.contains("color"))
            #expect(log.lines.contains { $0.contains("reloaded: ") && $0.contains("color") })
            #expect(await gateway.gateway.reload { Self.configuration(Self.new) } == .unchanged)
        }
    }

    @Test func `a model with a defect changes nothing and is logged with its reason`() async throws {
        let log = RecordedLog()
        try await TestGateway.run(Self.configuration(Self.old), logger: log.logger) { gateway in
            let before = try await gateway.send("GET", "/schema.graphql").body
            #expect(await gateway.gateway.reload { Self.configuration(#"{"type":"#) } == .refused)
            let unreadable = ConfigurationError(.path("gone.yaml"), found: "nothing", expected: "a file")
            #expect(await gateway.gateway.reload { throw unreadable } == .refused)
            #expect(try await gateway.send("GET", "/schema.graphql").body == before)
            #expect(log.lines.contains { $0.contains("the models in use stay") && $0.contains("test.yaml") })
            #expect(log.lines.contains { $0.contains("gone.yaml") })
        }
    }

    @Test func `another API comes with its bucket, and goes`() async throws {
        try await TestGateway.run(Self.configuration(Self.old)) { gateway in
            var wider = Self.configuration(Self.old)
            var second = wider.apis[0]
            second.namespace = "other"
            wider.apis.append(second)
            let both = wider
            #expect(await gateway.gateway.reload { both } == .adopted)
            let put = #"mutation { other_put(key: "a", value: {token: "t"}) { revision } }"#
            let written = try await gateway.query(put)
            #expect(written == #"{"data":{"other_put":{"revision":1}}}"#)
            #expect(await gateway.gateway.reload { Self.configuration(Self.old) } == .adopted)
            let refused = try await gateway.query(put)
            #expect(refused.contains("GRAPHQL_VALIDATION_FAILED"))
            #expect(await gateway.gateway.reload { both } == .adopted)
            let keys = try await gateway.query("{ other_keys }")
            #expect(keys == #"{"data":{"other_keys":["a"]}}"#)
        }
    }

    @Test func `a running subscription goes on as it began`() async throws {
        try await TestGateway.run(Self.configuration(Self.old)) { gateway in
            let ask = #"{"query":"subscription { kv_watchAll { key value { token } } }"}"#
            let request =
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: text/event-stream\r\nContent-Length: \(ask.utf8.count)\r\n\r\n\(ask)"
            try await RawClient.withConnection(to: gateway.port) { connection in
                try await connection.send(request)
                _ = try await connection.read(through: "\r\n\r\n")
                #expect(await gateway.gateway.reload { Self.configuration(Self.new) } == .adopted)
                _ = try await gateway.query(
                    #"mutation { kv_put(key: "a", value: {token: "t", color: "c"}) { revision } }"#
                )
                _ = try await connection.read(through: #"{"data":{"kv_watchAll":{"key":"a","value":{"token":"t"}}}}"#)
            }
        }
    }

    @Test func `requests during reloads see the old schema or the new one, whole`() async throws {
        try await TestGateway.run(Self.configuration(Self.old)) { gateway in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<25 {
                            let body = try await gateway.query(
                                #"{ __type(name: "kv_Value") { fields { name } } kv_keys }"#
                            )
                            let names =
                                body.contains("color")
                                ? #"[{"name":"token"},{"name":"color"}]"# : #"[{"name":"token"}]"#
                            #expect(body == #"{"data":{"__type":{"fields":\#(names)},"kv_keys":[]}}"#)
                        }
                    }
                }
                group.addTask {
                    for round in 0..<20 {
                        let model = round % 2 == 0 ? Self.new : Self.old
                        #expect(await gateway.gateway.reload { Self.configuration(model) } == .adopted)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `what a reload does not take up is said`() async throws {
        let log = RecordedLog()
        try await TestGateway.run(Self.configuration(Self.old), logger: log.logger) { gateway in
            var changed = Self.configuration(Self.old)
            changed.server.requestTimeout = .seconds(9)
            changed.graphql.operationCache = 3
            let other = changed
            #expect(await gateway.gateway.reload { other } == .unchanged)
            #expect(log.lines.contains { $0.contains("changes of server, graphql take effect at the next start") })
        }
    }
}
