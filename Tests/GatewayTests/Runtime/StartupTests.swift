import Foundation
import Logging
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Gateway

@Suite("Start and failure to start", .serialized)
struct StartupTests {
    private func failure(_ configuration: Configuration) async throws -> StartupError {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        do {
            let gateway = try await RunningGateway.start(configuration, logger: logger)
            await gateway.stop()
        } catch {
            return error
        }
        Issue.record("the gateway started")
        return StartupError(.failure, "")
    }

    @Test func `a port in use is named`() async throws {
        try await TestGateway.run { gateway in
            let port = gateway.port
            let error = try await failure(TestGateway.configuration { $0.server.port = port })
            #expect(error.exitCode == 1)
            #expect(error.description.contains("127.0.0.1 port \(port): the port is in use"))
        }
    }

    @Test(
        "an address that cannot be listened on is named",
        arguments: [("203.0.113.7", "does not have"), ("no.such.host.invalid", "unknown")]
    )
    func addresses(host: String, reason: String) async throws {
        let error = try await failure(TestGateway.configuration { $0.server.host = host })
        #expect(error.exitCode == 1)
        #expect(error.description.contains("\(host) port 0: "), "\(error)")
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test func `a server that does not answer is named without its password`() async throws {
        // It takes connections and says nothing. A port that was only free a moment ago may be another test's by now.
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        let error = try await failure(
            TestGateway.configuration { $0.nats.urls = [Secret("nats://me:hunter2@127.0.0.1:\(port)")] }
        )
        try await channel.close().get()
        #expect(error.exitCode == 1)
        #expect(error.description.contains("nats://127.0.0.1:\(port)"), "\(error)")
        #expect(!error.description.contains("hunter2"))
    }

    @Test func `a wrong token is said, a right one serves`() async throws {
        let process = try await NATSServerProcess.start(arguments: ["--auth", "s3cret"])
        defer { process.remove() }
        let url = process.url
        let right = TestGateway.configuration {
            $0.nats.urls = [Secret(url)]
            $0.nats.credentials.token = Secret("s3cret")
        }
        try await TestGateway.run(right) { gateway in
            let answer = try await gateway.query("{ kv_keys }")
            #expect(answer == #"{"data":{"kv_keys":[]}}"#)
        }
        var wrong = right
        wrong.nats.credentials.token = Secret("other")
        let error = try await failure(wrong)
        #expect(error.exitCode == 1)
        #expect(error.description.contains("WG_NATS_AUTH"), "\(error)")
        #expect(!error.description.contains("other"))
    }

    @Test func `wrong configurations are told apart from failures`() async throws {
        let cases: [(String, (inout Configuration) -> Void)] = [
            ("WG_NATS_URL", { $0.nats.embeddedDisabled = true }),
            ("/nowhere/model.json", { $0.apis[0].model = .file("/nowhere/model.json") }),
            ("nats://h:x", { $0.nats.urls = [Secret("nats://h:x")] }),
            (
                "/nowhere/user.creds",
                {
                    $0.nats.urls = [Secret("nats://127.0.0.1:1")]
                    $0.nats.credentials.file = "/nowhere/user.creds"
                }
            ),
        ]
        for (part, change) in cases {
            let error = try await failure(TestGateway.configuration(change))
            #expect(error.exitCode == 2, "\(error)")
            #expect(error.description.contains(part), "\(error)")
        }
    }

    @Test func `an invalid model is named with its place`() async throws {
        let error = try await failure(
            TestGateway.configuration {
                $0.apis[0].model = .inline(
                    json: Array(##"{"type":"object","properties":{"a":{"$ref":"#/nowhere"}}}"##.utf8),
                    position: ConfigurationPosition(file: "c.yaml", line: 3, column: 5)
                )
            }
        )
        #expect(error.exitCode == 2)
        #expect(error.description.contains("c.yaml:3:5"), "\(error)")
        #expect(error.description.contains("/properties/a"), "\(error)")
    }

    @Test func `a store folder belongs to one gateway`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kvgraph-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let configuration = TestGateway.configuration { $0.nats.store = .folder(folder) }
        try await TestGateway.run(configuration) { gateway in
            _ = try await gateway.query("mutation { kv_put(key: \"a\", value: {token: \"kept\"}) { revision } }")
            let error = try await failure(configuration)
            #expect(error.exitCode == 2)
            #expect(error.description.contains(folder), "\(error)")
        }
        try await TestGateway.run(configuration) { gateway in
            let answer = try await gateway.query("{ kv_get(key: \"a\") { value { token } } }")
            #expect(answer.contains("kept"))
        }
    }

    @Test func `NATS that goes away is waited for, said, and found again; watches go on`() async throws {
        let process = try await NATSServerProcess.start()
        defer { process.remove() }
        let url = process.url
        let configuration = TestGateway.configuration {
            $0.nats.urls = [Secret(url)]
            $0.server.requestTimeout = .milliseconds(300)
        }
        try await TestGateway.run(configuration) { gateway in
            _ = try await gateway.query("mutation { kv_put(key: \"a\", value: {token: \"1\"}) { revision } }")
            try await RawClient.withConnection(to: gateway.port) { connection in
                try await connection.send(
                    "GET /graphql?query=subscription{kv_watchAll{revision}} HTTP/1.1\r\nHost: localhost\r\n"
                        + "Accept: text/event-stream\r\n\r\n"
                )
                _ = try await connection.read(through: "\"revision\":1}}}\n\n")
                process.kill()
                let answer = try await gateway.query("{ kv_get(key: \"a\") { revision } }")
                #expect(answer.contains("STORE_UNAVAILABLE") || answer.contains("STORE_TIMEOUT"), "\(answer)")
                let ready = try await gateway.send("GET", "/readyz")
                #expect(ready.status == 503)
                #expect(!ready.body.contains("127.0.0.1"))
                #expect(try await gateway.send("GET", "/healthz").status == 200)
                try await process.restart()
                var written = ""
                repeat {
                    written = try await gateway.query(
                        "mutation { kv_put(key: \"a\", value: {token: \"2\"}) { revision } }"
                    )
                } while written.contains("\"errors\"")
                // Each event loop has a connection of its own.
                for _ in 0..<16 { while try await gateway.send("GET", "/readyz").status != 200 {} }
                #expect(try await connection.read(through: "\"revision\":2}}}\n\n").contains("id: 2\n"))
            }
        }
    }

    @Test func `an existing bucket is used as it is, its history raised`() async throws {
        let process = try await NATSServerProcess.start()
        defer { process.remove() }
        let url = process.url
        for history in [2, 10, 5] {
            let configuration = TestGateway.configuration {
                $0.nats.urls = [Secret(url)]
                $0.apis[0].history = history
            }
            try await TestGateway.run(configuration) { gateway in
                for token in 0..<12 {
                    _ = try await gateway.query("mutation { kv_put(key: \"a\", value: {token: \"\(token)\"}) { key } }")
                }
                let answer = try await gateway.query("{ kv_history(key: \"a\") { revision } }")
                #expect(answer.components(separatedBy: "revision").count - 1 == max(history, history == 5 ? 10 : 0))
            }
        }
    }
}
