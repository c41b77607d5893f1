import GraphQLEngine
import InMemoryTracing
import NATSKV
import NIOCore
import NIOPosix
import SchemaGen
import Testing
import Tracing

@testable import Gateway

@Suite("Traces")
struct TracingTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    private static let put = #"{"query":"mutation Save { kv_put(key: \"a\", value: {token: \"t\"}) { revision } }"}"#

    @Test("what came with a request goes on to NATS", arguments: StoreServer.allCases)
    func passedOn(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            let fields = ["Content-Type": "application/json", "traceparent": Self.parent, "tracestate": "a=1"]
            let answer = try await gateway.send("POST", "/graphql", fields, body: Self.put)
            #expect(answer.body == #"{"data":{"kv_put":{"revision":1}}}"#)
            let get = #"{"query":"{ kv_get(key: \"a\") { key } kv_keys kv_history(key: \"a\") { revision } }"}"#
            let read = try await gateway.send("POST", "/graphql", fields, body: get)
            #expect(
                read.body == #"{"data":{"kv_get":{"key":"a"},"kv_keys":["a"],"kv_history":[{"revision":1}]}}"#
            )
            let stored = try await Self.storedHeaders(gateway)
            #expect(stored.contains("traceparent: \(Self.parent)\r\n"), "\(stored)")
            #expect(stored.contains("tracestate: a=1\r\n"))
            #expect(stored.contains("Nats-Msg-Id: "))
            // Without a trace, and with one that cannot be read, nothing is added.
            for parent in [nil, "garbage"] {
                var fields = ["Content-Type": "application/json"]
                fields["traceparent"] = parent
                _ = try await gateway.send("POST", "/graphql", fields, body: Self.put)
                #expect(!(try await Self.storedHeaders(gateway).contains("traceparent")))
            }
        }
    }

    /// The header of the newest entry of the key "a", by NATS's own protocol.
    private static func storedHeaders(_ gateway: TestGateway) async throws -> String {
        let port = gateway.storeURL.split(separator: ":").last.flatMap { Int($0) } ?? 0
        return try await RawClient.withConnection(to: port) { connection in
            _ = try await connection.read(through: "\r\n")
            try await connection.send(
                "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\nSUB reply 1\r\n"
                    + "PUB $JS.API.DIRECT.GET.KV_kv.$KV.kv.a reply 0\r\n\r\n"
            )
            _ = try await connection.read(through: "HMSG ")
            return try await connection.read(through: "\r\n\r\n")
        }
    }

    @Test func `an operation is a span of the process's tracer, child of the caller's`() async throws {
        let tracer = InMemoryTracer()
        let tracing = RequestTracing(tracer: tracer)
        let schema = try SchemaLoader.load(TestGateway.configuration()).schema
        let operation = try PreparedOperation(Array("query Find { kv_keys }".utf8), schema: schema)
        let trace = try #require(tracing.begin(operation, nil))
        #expect(tracer.activeSpans.map(\.operationName) == ["query Find"])
        trace.end(hasErrors: true)
        trace.end(hasErrors: false)
        let span = try #require(tracer.finishedSpans.first)
        #expect(tracer.finishedSpans.count == 1)
        #expect(span.kind == .server && span.status?.code == .error)
        #expect(span.attributes.get("graphql.operation.type") == .string("query"))
        #expect(span.attributes.get("graphql.operation.name") == .string("Find"))
        #expect(tracer.performedContextInjections.count == 1)
        _ = tracing.begin(operation, TraceFields(parent: Self.parent, state: nil))
        #expect(tracer.performedContextExtractions.count == 1)
    }

    @Test func `without tracer and field there is no trace`() throws {
        let schema = try SchemaLoader.load(TestGateway.configuration()).schema
        let operation = try PreparedOperation(Array("{ kv_keys }".utf8), schema: schema)
        let tracing = RequestTracing(tracer: NoOpTracer())
        #expect(tracing.begin(operation, nil)?.traceID == nil)
        #expect(tracing.begin(operation, TraceFields(parent: "x"))?.traceID == nil)
        #expect(
            tracing.begin(operation, TraceFields(parent: Self.parent))?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736"
        )
    }
}
