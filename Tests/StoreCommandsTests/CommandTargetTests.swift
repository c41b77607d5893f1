import Foundation
import Gateway
import Logging
import NATSKV
import Testing

@testable import StoreCommands

@Suite("What a command works on", .serialized)
struct CommandTargetTests {
    private func failure(_ target: CommandTarget) -> String {
        do throws(CommandError) {
            _ = try target.selected([:])
            return ""
        } catch {
            return "\(error.exitCode): \(error)"
        }
    }

    @Test func `one of several namespaces has to be named, and a near name is offered`() async throws {
        try await CommandHarness.run(.folder) { harness in
            let file = harness.folder + "/config.yaml"
            let text = "apis: [{ namespace: kv, model: model.json }, { namespace: flags, model: model.json }]"
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            #expect(
                failure(CommandTarget(configurationFile: file))
                    == "2: --namespace: found nothing, expected one of: kv, flags"
            )
            #expect(
                failure(CommandTarget(configurationFile: file, namespace: "flag"))
                    == #"2: --namespace: found "flag", expected one of: kv, flags (did you mean flags?)"#
            )
            let chosen = try CommandTarget(configurationFile: file, namespace: "flags").selected([:])
            #expect(chosen.apis.map(\.namespace) == ["flags"])
        }
    }

    @Test func `a failure of the store that came untyped keeps its message`() {
        let error: any Error = NATSError(.unavailable, "there was no connection in time")
        #expect(CommandError(caught: error) == CommandError(.failure, "there was no connection in time"))
        #expect(CommandError(caught: CommandError(.usage, "x")) == CommandError(.usage, "x"))
    }

    @Test func `without file and model the message says what to give`() async throws {
        try await CommandHarness.run(.folder) { harness in
            let message = failure(CommandTarget(storeFolder: harness.storeFolder))
            #expect(message.hasPrefix("2: found no model and nothing that was served from "))
            #expect(message.contains("--config CONFIG.yaml or --model FILE"))
        }
    }

    @Test func `a running gateway's store and model are used, and those it served last afterwards`() async throws {
        try await CommandHarness.run(.folder) { harness in
            var overrides = ConfigurationOverrides()
            overrides.model = harness.folder + "/model.json"
            overrides.namespace = "tokens"
            overrides.history = 7
            overrides.port = 0
            overrides.store = .folder(harness.storeFolder)
            let configuration = try ConfigurationLoader.load(
                path: nil,
                variables: ["WG_NATS_PREFIX": "team"],
                overrides: overrides
            )
            let gateway = try await RunningGateway.start(configuration, logger: harness.logger)
            let target = CommandTarget(storeFolder: harness.storeFolder)
            func put(_ key: String) async throws(CommandError) -> [String] {
                let recorder = Recorder()
                try await StoreSession.run(
                    target,
                    .writing,
                    timeout: .seconds(10),
                    variables: [:],
                    logger: harness.logger
                ) { session throws(CommandError) in
                    #expect(session.bucket.name.rawValue == "team_tokens")
                    try await harness.put(key, #"{"token":"x"}"#).run(session, recorder.output())
                }
                return recorder.lines
            }
            do {
                let line = #"{"key":"a","value":{"token":"x","level":3},"revision":1,"operation":"PUT"}"#
                #expect(try await put("a") == [line])
            } catch {
                await gateway.stop()
                throw error
            }
            await gateway.stop()
            let line = #"{"key":"b","value":{"token":"x","level":3},"revision":2,"operation":"PUT"}"#
            #expect(try await put("b") == [line])
            let served = try target.configuration([:])
            #expect(served.apis == configuration.apis)
        }
    }
}
