import Foundation
import NATSKV
import NIOCore
import Testing

@testable import StoreCommands

@Suite("Checking a store", .serialized)
struct CheckingTests {
    private func check(_ harness: CommandHarness, allRevisions: Bool = false) async -> CheckReport {
        var checking = Checking()
        checking.allRevisions = allRevisions
        return await checking.run(
            harness.target,
            variables: harness.variables,
            logger: harness.logger
        ) { _, _, _ in }
    }

    /// Of everything but the model, whose warnings depend on what the schema cannot say of it.
    private func outcomes(_ report: CheckReport) -> [CheckReport.Outcome] {
        report.steps.filter { $0.part != .model }.map(\.outcome)
    }

    @Test("values that do not fit are counted by pointer and fail the check", arguments: CommandStore.allCases)
    func values(_ store: CommandStore) async throws {
        try await CommandHarness.run(store) { harness in
            try await harness.session { session throws(CommandError) in
                for number in 0..<300 {
                    let text = number % 100 == 7 ? #"{"token":7}"# : #"{"token":"x"}"#
                    do {
                        try await session.bucket.put(ByteBuffer(string: text), at: KeyValueKey("key\(number)"))
                        if number == 207 { try await session.bucket.delete(KeyValueKey("key207")) }
                    } catch {
                        throw CommandError(caught: error)
                    }
                }
            }
            let report = await check(harness)
            #expect(report.exitCode == 1)
            let scan = try #require(report.scans.first)
            #expect(scan.values == 299)
            #expect(scan.invalid == 2)
            #expect(scan.issues.sorted.map(\.place) == [IssueSummary.Place(pointer: "/token", keyword: "type")])
            #expect(scan.issues.sorted.first?.keys == ["key7", "key107"])
            let json = String(decoding: report.json, as: UTF8.self)
            #expect(json.hasPrefix(#"{"ok":false,"steps":[{"part":"configuration","outcome":"ok""#))
            #expect(json.contains(#""checked":299,"invalid":2,"issues":[{"pointer":"/token","keyword":"type""#))
        }
    }

    @Test("a store without a folder or a bucket is said, and nothing is made")
    func nothingThere() async throws {
        try await CommandHarness.run(.folder) { harness in
            let report = await check(harness)
            #expect(report.exitCode == 0)
            #expect(outcomes(report) == [.passed, .warning])
            #expect(!FileManager.default.fileExists(atPath: harness.storeFolder))
        }
        try await CommandHarness.run(.natsServer) { harness in
            for _ in 1...2 {
                let report = await check(harness)
                #expect(report.exitCode == 0)
                #expect(outcomes(report) == [.passed, .passed, .warning])
                #expect(report.steps.last?.detail == "kv: not there yet; kvgraph serve makes it")
            }
        }
    }

    @Test("older revisions are checked only where that is asked for")
    func revisions() async throws {
        try await CommandHarness.run(.folder) { harness in
            let text = """
                nats: { storeDir: \(harness.storeFolder) }
                apis: [{ namespace: kv, model: model.json, history: 5 }]
                """
            let file = harness.folder + "/config.yaml"
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let target = CommandTarget(configurationFile: file)
            try await StoreSession.run(
                target,
                .writing,
                timeout: .seconds(10),
                variables: [:],
                logger: harness.logger
            ) { session throws(CommandError) in
                do {
                    for value in [#"{"token":7}"#, #"{"token":"x"}"#] {
                        try await session.bucket.put(ByteBuffer(string: value), at: KeyValueKey("a"))
                    }
                } catch {
                    throw CommandError(caught: error)
                }
            }
            var checking = Checking()
            let newest = await checking.run(target, variables: [:], logger: harness.logger) { _, _, _ in }
            #expect(newest.exitCode == 0)
            checking.allRevisions = true
            let all = await checking.run(target, variables: [:], logger: harness.logger) { _, _, _ in }
            #expect(all.exitCode == 1)
            #expect(all.scans.first?.values == 2)
            // The same bucket for a configuration that wants another history.
            let other = await check(harness)
            #expect(other.exitCode == 1)
            #expect(other.steps.contains { $0.part == .bucket && $0.detail == "kv: history is 5, wanted 1" })
        }
    }

    @Test("a configuration or model that cannot be used ends the check with 2")
    func configuration() async throws {
        try await CommandHarness.run(.folder) { harness in
            let missing = CommandTarget(configurationFile: harness.folder + "/none.yaml")
            let report = await Checking().run(missing, variables: [:], logger: harness.logger) { _, _, _ in }
            #expect(report.exitCode == 2)
            try Data(#"{"type":"strin"}"#.utf8).write(to: URL(fileURLWithPath: harness.folder + "/model.json"))
            #expect(await check(harness).exitCode == 2)
        }
    }
}
