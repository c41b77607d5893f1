import Testing

@testable import Gateway

@Suite("Configuration file")
struct ConfigurationDecoderTests {
    private func decode(_ text: String) throws -> Configuration {
        try ConfigurationDecoder(file: "dir/gateway.yaml").decode(text)
    }

    @Test("an empty file gives the defaults", arguments: ["", "# nothing\n", "server:\n", "server: {}\nnats: ~\n"])
    func defaults(text: String) throws {
        #expect(try decode(text) == Configuration())
    }

    @Test func `the times of a connection and what becomes of slow subscribers are read`() throws {
        let server = try decode(
            """
            server: { headerTimeout: 1s, bodyTimeout: 2s, idleTimeout: 3m, subscriptions: { overflow: end } }
            """
        ).server
        #expect(server.headerTimeout == .seconds(1) && server.bodyTimeout == .seconds(2))
        #expect(server.idleTimeout == .seconds(180))
        #expect(server.subscriptionOverflow == .end)
        #expect(throws: ConfigurationError.self) { try decode("server: { subscriptions: { overflow: drop } }") }
        #expect(throws: ConfigurationError.self) { try decode("server: { idleTimeout: 0s }") }
    }

    @Test func `every key that works is read`() throws {
        let configuration = try decode(
            """
            server:
              host: 0.0.0.0
              port: 8080
              requestTimeout: 250ms
              shutdownTimeout: 1.5s
              limits: { body: 5MiB, header: 8KiB, connections: 10, inFlight: 20, socketOperations: 25, subscriptionBuffer: 30 }
              console: false
              introspection: false
              cors: { origins: ["https://App.example:8443", "http://localhost:3000"] }
              batching: { max: 7 }
            graphql:
              limits: { tokens: 1, depth: 2, aliases: 3, rootFields: 4, cost: 5 }
              operationCache: 6
            nats:
              url: [nats://a:1, tls://b]
              port: 4222
              storeDir: data
              connections: 2
            apis:
              - namespace: flags
                model: flags.json
                history: 10
                bucket: feature-flags
                replicas: 3
                storage: memory
                ttl: 2m
                maxBytes: 1GiB
                maxValueSize: 64KiB
                compat: wundergraph
                integers: int
              - model: /abs/kv.json
            """
        )
        #expect(configuration.server.host == "0.0.0.0")
        #expect(configuration.server.port == 8080)
        #expect(configuration.server.requestTimeout == .milliseconds(250))
        #expect(configuration.server.shutdownTimeout == .milliseconds(1500))
        #expect(configuration.server.limits.body == 5 << 20)
        #expect(configuration.server.limits.header == 8 << 10)
        #expect(configuration.server.limits.connections == 10)
        #expect(configuration.server.limits.inFlight == 20)
        #expect(configuration.server.limits.socketOperations == 25)
        #expect(configuration.server.limits.subscriptionBuffer == 30)
        #expect(!configuration.server.console)
        #expect(!configuration.server.introspection)
        #expect(configuration.server.corsOrigins == ["https://app.example:8443", "http://localhost:3000"])
        #expect(configuration.server.batchLimit == 7)
        #expect(configuration.graphql.limits.tokens == 1)
        #expect(configuration.graphql.limits.cost == 5)
        #expect(configuration.graphql.operationCache == 6)
        #expect(configuration.nats.urls.map(\.text) == ["nats://a:1", "tls://b"])
        #expect(configuration.nats.store == .folder("data"))
        let flags = try #require(configuration.apis.first)
        #expect(flags.namespace == "flags")
        #expect(flags.model == .file("dir/flags.json"))
        #expect(flags.history == 10)
        #expect(flags.bucket == "feature-flags")
        #expect(flags.storage == .memory)
        #expect(flags.ttl == .seconds(120))
        #expect(flags.maxBytes == 1 << 30)
        #expect(flags.maxValueSize == 64 << 10)
        #expect(flags.compatibility == .wundergraph)
        #expect(flags.integers == .int)
        #expect(configuration.apis.last?.model == .file("/abs/kv.json"))
        #expect(configuration.apis.last?.namespace == "kv")
    }

    @Test("an inline model becomes JSON with its order and number text kept")
    func inlineModel() throws {
        let configuration = try decode(
            """
            apis:
              - model:
                  type: object
                  properties: { b: { type: number, maximum: 1.50 }, a: { const: "1" } }
                  required: [b]
                  additionalProperties: false
            """
        )
        guard case .inline(let json, let position) = try #require(configuration.apis.first).model else {
            Issue.record("no inline model")
            return
        }
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"type":"object","properties":{"b":{"type":"number","maximum":1.50},"a":{"const":"1"}},"#
                + #""required":["b"],"additionalProperties":false}"#
        )
        #expect(position.line == 3)
    }

    @Test(
        "a wrong file names place, key, what was found and what is expected",
        arguments: [
            ("server:\n  prot: 1\n", ["dir/gateway.yaml:2:3", "server.prot", "unknown key", "did you mean port?"]),
            ("servr: {}\n", ["dir/gateway.yaml:1:1", "servr", "did you mean server?"]),
            ("server:\n  tls: {}\n", ["2:8", "server.tls.certificate", "nothing", "its key"]),
            ("server:\n  tls: { certificate: a.pem }\n", ["2:8", "server.tls.key", "nothing"]),
            ("server:\n  tls: { certificate: a, key: b, minimumVersion: 1.1 }\n", ["minimumVersion", "1.2 or 1.3"]),
            ("log: { format: xml }\n", ["1:16", "log.format", "text or json"]),
            ("server:\n  cors: { origins: [app.example] }\n", ["server.cors.origins", "\"app.example\"", "https://"]),
            ("server:\n  cors: { origins: https://a }\n", ["server.cors.origins", "a list"]),
            ("server:\n  batching: { max: -1 }\n", ["server.batching.max", "0 to 1000"]),
            ("server:\n  port: 70000\n", ["2:9", "server.port", "\"70000\"", "0 to 65535"]),
            ("server:\n  port: yes\n", ["2:9", "server.port", "\"yes\"", "whole number"]),
            ("server: [1]\n", ["1:9", "server", "a list", "a mapping"]),
            ("server:\n  console: \"true\"\n", ["2:12", "true or false"]),
            ("server:\n  requestTimeout: 5\n", ["2:19", "server.requestTimeout", "\"5\"", "250ms"]),
            ("server:\n  requestTimeout: 0s\n", ["a duration from 1ms to 3600s"]),
            ("server:\n  limits: { body: 10 MB }\n", ["server.limits.body", "\"10 MB\"", "16KiB"]),
            ("server:\n  limits: { body: 2GiB }\n", ["1 to 1073741824 bytes"]),
            ("server:\n  host: a\n  host: b\n", ["host", "a second time"]),
            ("server: {\n", ["dir/gateway.yaml:", "YAML"]),
            ("apis: {}\n", ["1:7", "apis", "a mapping", "a list"]),
            ("apis:\n  - namespace: kv\n", ["2:5", "apis[0].model", "no such key"]),
            ("apis:\n  - { model: m.json, namespace: 1a }\n", ["apis[0].namespace", "\"1a\""]),
            ("apis:\n  - { model: m.json, namespace: __a }\n", ["apis[0].namespace"]),
            ("apis:\n  - { model: m.json, bucket: a.b }\n", ["apis[0].bucket", "\"a.b\"", "letters"]),
            ("apis:\n  - { model: m.json, history: 65 }\n", ["apis[0].history", "1 to 64"]),
            ("apis:\n  - { model: m.json, ttl: 50ms }\n", ["apis[0].ttl", "at least 100ms"]),
            ("apis:\n  - { model: m.json, compat: wundergrph }\n", ["did you mean wundergraph?"]),
            ("apis:\n  - { model: m.json }\n  - { model: n.json }\n", ["3:5", "apis[1].namespace", "a second time"]),
            ("apis:\n  - { model: [] }\n", ["apis[0].model", "a list"]),
        ]
    )
    func errors(text: String, parts: [String]) throws {
        let error = try #require(throws: ConfigurationError.self) { try decode(text) }
        for part in parts { #expect(error.description.contains(part), "\(error)") }
    }

    @Test("a password in a wrong URL is not repeated", arguments: ["http://u:hunter2@h", "nats://u:hunter2@"])
    func secretURL(url: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try decode("nats:\n  url: \(url)\n") }
        #expect(!error.description.contains("hunter2"))
        #expect(error.description.contains("gateway.yaml:2:8"))
    }
}
