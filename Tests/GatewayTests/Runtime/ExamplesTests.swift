import Foundation
import Testing

@testable import Gateway

@Suite("The examples")
struct ExamplesTests {
    private static var folder: String {
        // Tests/GatewayTests/Runtime/ExamplesTests.swift -> examples
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appendingPathComponent("examples").path
    }

    /// What the command line of the example makes, on a free port and in memory.
    private static func configuration(
        file: String?,
        _ change: (inout ConfigurationOverrides) -> Void = { _ in }
    ) throws -> Configuration {
        var overrides = ConfigurationOverrides()
        change(&overrides)
        overrides.port = 0
        overrides.store = .memory
        return try ConfigurationLoader.load(path: file, variables: [:], overrides: overrides)
    }

    @Test func `the token`() async throws {
        let configuration = try Self.configuration(file: nil) {
            $0.model = Self.folder + "/token.json"
            $0.namespace = "kv"
            $0.history = 10
        }
        try await TestGateway.run(configuration) { gateway in
            let answer = try await gateway.query(
                "mutation { kv_put(key: \"a\", value: {token: \"t\"}) { value { token } } }"
            )
            #expect(answer == #"{"data":{"kv_put":{"value":{"token":"t"}}}}"#)
        }
    }

    @Test func `the feature flags`() async throws {
        let configuration = try Self.configuration(file: nil) {
            $0.model = Self.folder + "/feature-flags.json"
            $0.namespace = "flags"
            $0.history = 64
        }
        try await TestGateway.run(configuration) { gateway in
            let answer = try await gateway.query("{ flags_keys }")
            #expect(answer == #"{"data":{"flags_keys":[]}}"#)
            let refused = try await gateway.post(
                #"{"query":"mutation($v: flags_InputValue!) { flags_put(key: \"a\", value: $v) { revision } }","#
                    + #""variables":{"v":{}}}"#
            )
            #expect(refused.body.contains("BAD_USER_INPUT") || refused.body.contains("VALUE_INVALID"), "\(refused)")
        }
    }

    @Test func `two namespaces`() async throws {
        let configuration = try Self.configuration(file: Self.folder + "/two-namespaces.yaml")
        try await TestGateway.run(configuration) { gateway in
            let answer = try await gateway.query("{ kv_keys flags_keys }")
            #expect(answer == #"{"data":{"kv_keys":[],"flags_keys":[]}}"#)
            #expect(gateway.gateway.banner.contains("Bucket   feature-flags (namespace flags)"))
        }
    }
}
