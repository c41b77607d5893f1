import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedNATS

/// The command's server, killed while it is written to. Needs the built executable: beside the tests, or where
/// KVGRAPH_EXECUTABLE says.
@Suite(.timeLimit(.minutes(2)))
struct KillTests {
    private static let executable: URL? = {
        let named = ProcessInfo.processInfo.environment["KVGRAPH_EXECUTABLE"].map { URL(fileURLWithPath: $0) }
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("kvgraph")
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("kvgraph")
        return [named, beside, own].compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    /// A server process, and its port as it printed it.
    private func start(_ executable: URL, _ folder: String) async throws -> (process: ChildProcess, port: Int) {
        let process = try ChildProcess.start(executable.path, ["nats", "--port", "0", "--store-dir", folder])
        let text = try await process.output(through: "\n")
        let digits = text.drop { $0 != ":" }.dropFirst().drop { $0 != ":" }.dropFirst().prefix { $0.isNumber }
        guard let port = Int(digits) else {
            process.signal(SIGKILL)
            throw RawClient.Failure(description: "no port in \(text)")
        }
        return (process, port)
    }

    @Test("kill -9 while four clients write loses nothing that was acknowledged")
    func killed() async throws {
        guard let executable = Self.executable else {
            print("kill -9 test not run: no kvgraph executable beside the tests, none in KVGRAPH_EXECUTABLE")
            return
        }
        try await withFolder { folder in
            let acknowledged = Acknowledged()
            for round in 0..<4 {
                let (process, port) = try await start(executable, folder)
                let client = try await RawClient.connect(port)
                if round == 0 {
                    let created = try await client.api(
                        "STREAM.CREATE.K",
                        #"{"name":"K","subjects":["k.*"],"allow_direct":true}"#
                    )
                    #expect(created["error"] == nil)
                }
                try await check(acknowledged.all, client)
                await client.close()
                let goal = acknowledged.count + 200 * (round + 1)
                await withTaskGroup(of: Void.self) { group in
                    for writer in 0..<4 {
                        group.addTask { await write(writer, round, port, acknowledged) }
                    }
                    group.addTask {
                        while acknowledged.count < goal { await Task.yield() }
                        process.signal(SIGKILL)
                    }
                }
                #expect(await process.end == .signalled(SIGKILL))
            }
            let (process, port) = try await start(executable, folder)
            let client = try await RawClient.connect(port)
            try await check(acknowledged.all, client)
            await client.close()
            process.signal(SIGTERM)
            #expect(await process.end == .exited(0))
        }
    }

    /// Writes until the connection breaks.
    private func write(_ writer: Int, _ round: Int, _ port: Int, _ acknowledged: Acknowledged) async {
        guard let client = try? await RawClient.connect(port) else { return }
        var count = 0
        while true {
            count += 1
            let value = "\(round) \(writer) \(count)"
            guard let answer = try? await client.request("k.\(writer)", value).json,
                let sequence = answer["seq"]?.number?.int64
            else { return }
            acknowledged.add(Int(sequence), value)
        }
    }

    private func check(_ acknowledged: [Int: String], _ client: RawClient) async throws {
        for (sequence, value) in acknowledged {
            let found = try await client.request("$JS.API.DIRECT.GET.K", "{\"seq\":\(sequence)}")
            #expect(found.text == value, "message \(sequence)")
        }
    }
}

/// What the server acknowledged, by sequence number.
private final class Acknowledged: Sendable {
    private let values = Mutex<[Int: String]>([:])

    var all: [Int: String] { values.withLock { $0 } }
    var count: Int { values.withLock { $0.count } }
    func add(_ sequence: Int, _ value: String) { values.withLock { $0[sequence] = value } }
}
