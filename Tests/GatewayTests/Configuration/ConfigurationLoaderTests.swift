import Logging
import Testing

@testable import Gateway

@Suite("Configuration from file, environment and flags")
struct ConfigurationLoaderTests {
    private func load(
        _ variables: [String: String] = [:],
        change: (inout ConfigurationOverrides) -> Void = { $0.model = "m.json" }
    ) throws -> Configuration {
        var overrides = ConfigurationOverrides()
        change(&overrides)
        return try ConfigurationLoader.load(path: nil, variables: variables, overrides: overrides)
    }

    @Test func `variables are read`() throws {
        let configuration = try load([
            "WG_NATS_URL": "nats://a:4222, tls://b", "WG_NATS_AUTH": "s3cret", "WG_NATS_PREFIX": "team",
            "WG_DISABLE_EMBEDDED_NATS": "true", "KVGRAPH_NATS_JWT": "jwt", "KVGRAPH_NATS_SEED": "seed",
            "KVGRAPH_NATS_CREDS": "user.creds", "KVGRAPH_LOG_LEVEL": "debug",
        ])
        #expect(configuration.nats.urls.map(\.text) == ["nats://a:4222", "tls://b"])
        #expect(configuration.nats.credentials.token?.text == "s3cret")
        #expect(configuration.nats.credentials.jwt?.text == "jwt")
        #expect(configuration.nats.credentials.seed?.text == "seed")
        #expect(configuration.nats.credentials.file == "user.creds")
        #expect(configuration.nats.prefix == "team")
        #expect(configuration.nats.embeddedDisabled)
        #expect(configuration.logLevel == .debug)
        let shown = "\(configuration)" + String(reflecting: configuration)
        #expect(!shown.contains("s3cret"))
    }

    @Test func `an empty variable is an absent one`() throws {
        #expect(try load(["WG_NATS_URL": "", "WG_NATS_PREFIX": ""]) == load())
    }

    @Test(
        "a wrong variable is named",
        arguments: [
            ("WG_NATS_URL", "http://x"), ("WG_NATS_PREFIX", "a.b"), ("WG_DISABLE_EMBEDDED_NATS", "maybe"),
            ("KVGRAPH_LOG_LEVEL", "loud"),
        ]
    )
    func wrongVariables(name: String, value: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try load([name: value]) }
        #expect(error.description.contains("environment variable \(name)"))
        #expect(error.description.contains("expected"))
    }

    @Test func `a JWT without its seed is refused`() throws {
        let error = try #require(throws: ConfigurationError.self) { try load(["KVGRAPH_NATS_JWT": "x"]) }
        #expect(error.description.contains("KVGRAPH_NATS_SEED"))
    }

    @Test func `flags describe the only API`() throws {
        let configuration = try load {
            $0.model = "token.json"
            $0.namespace = "tokens"
            $0.history = 7
            $0.compatibility = .wundergraph
            $0.host = "::1"
            $0.port = 0
            $0.store = .memory
        }
        let api = try #require(configuration.apis.first)
        #expect(api.model == .file("token.json"))
        #expect(api.namespace == "tokens")
        #expect(api.history == 7)
        #expect(api.compatibility == .wundergraph)
        #expect(configuration.server.host == "::1")
        #expect(configuration.server.port == 0)
        #expect(configuration.nats.store == .memory)
    }

    @Test func `wrong flags are named`() throws {
        let wrong: [(String, (inout ConfigurationOverrides) -> Void)] = [
            ("--model", { $0.namespace = "a" }),
            (
                "--namespace",
                {
                    $0.model = "m"
                    $0.namespace = "a-b"
                }
            ),
            (
                "--history",
                {
                    $0.model = "m"
                    $0.history = 0
                }
            ),
            (
                "--port",
                {
                    $0.model = "m"
                    $0.port = 65536
                }
            ),
            ("no API", { _ in }),
        ]
        for (name, change) in wrong {
            let error = try #require(throws: ConfigurationError.self) { try load(change: change) }
            #expect(error.description.contains(name), "\(error)")
        }
    }

    @Test func `a file that is not there is named with the reason`() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(path: "/nowhere/a.yaml", variables: [:], overrides: ConfigurationOverrides())
        }
        #expect(error.description.contains("/nowhere/a.yaml"))
        #expect(error.description.contains("No such file"))
    }

    @Test(
        "the bucket is the prefix, one separator and the name",
        arguments: [
            ("kv", nil, nil, "kv"), ("kv", "b", nil, "b"), ("kv", nil, "p", "p_kv"), ("kv", nil, "p_", "p_kv"),
            ("kv", "x", "p-", "p-x"), ("kv", nil, "", "kv"), ("kv", "a.b", nil, nil), ("kv", "", nil, nil),
            ("kv", "", "p", nil),
        ] as [(String, String?, String?, String?)]
    )
    func bucketNames(namespace: String, bucket: String?, prefix: String?, expected: String?) {
        #expect(BucketNaming.name(namespace: namespace, bucket: bucket, prefix: prefix) == expected)
    }
}
