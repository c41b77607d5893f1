import Foundation
import JSON
import Testing

@testable import EmbeddedNATS

@Suite(.timeLimit(.minutes(1)))
struct StoreOpeningTests {
    private func start(_ folder: String) async -> EmbeddedServerError.Code? {
        var configuration = EmbeddedServer.Configuration()
        configuration.storage = .directory(folder)
        do {
            let server = try await EmbeddedServer.start(configuration)
            await server.shutdown()
            return nil
        } catch {
            return error.code
        }
    }

    @Test("a second server cannot have the folder of a first, and can afterwards")
    func locked() async throws {
        try await withFolder { folder in
            var configuration = EmbeddedServer.Configuration()
            configuration.storage = .directory(folder)
            let first = try await EmbeddedServer.start(configuration)
            #expect(await start(folder) == .storeLocked)
            await first.shutdown()
            #expect(await start(folder) == nil)
        }
    }

    @Test(
        "a file that is no store is refused and left as it is",
        arguments: ["no database at all", String(repeating: "x", count: 5000), "SQLite format 3\0 and then nothing"]
    )
    func damaged(content: String) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let file = folder + "/streams.sqlite"
            try Data(content.utf8).write(to: URL(fileURLWithPath: file))
            #expect(await start(folder) == .storeDamaged)
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(content.utf8))
        }
    }

    @Test(
        "a store whose head says something else is refused",
        arguments: [(60, EmbeddedServerError.Code.storeTooNew), (68, .storeDamaged)]
    )
    func head(offset: Int, code: EmbeddedServerError.Code) async throws {
        try await withFolder { folder in
            #expect(await start(folder) == nil)
            let file = URL(fileURLWithPath: folder + "/streams.sqlite")
            var bytes = try Data(contentsOf: file)
            bytes[offset + 2] = 0x7F
            try bytes.write(to: file)
            #expect(await start(folder) == code)
            #expect(try Data(contentsOf: file) == bytes)
        }
    }

    @Test("pages of a store that are overwritten are found at start")
    func damagedPages() async throws {
        try await withFolder { folder in
            var configuration = EmbeddedServer.Configuration()
            configuration.storage = .directory(folder)
            let server = try await EmbeddedServer.start(configuration)
            let client = try await RawClient.connect(server.port)
            _ = try await client.api("STREAM.CREATE.KV_b", KeyValueTests.bucket)
            for key in 0..<200 { _ = try await client.request("$KV.b.k\(key)", String(repeating: "v", count: 100)) }
            await server.shutdown()
            let file = URL(fileURLWithPath: folder + "/streams.sqlite")
            var bytes = try Data(contentsOf: file)
            for index in 4096..<bytes.count { bytes[index] = 0xEE }
            try bytes.write(to: file)
            #expect(await start(folder) == .storeDamaged)
            #expect(try Data(contentsOf: file) == bytes)
        }
    }

    @Test("a store with flipped bytes opens or is refused, and never brings the process down")
    func flippedBytes() async throws {
        let seed: UInt64 = 20_261_122
        var random = SeededGenerator(seed: seed)
        try await withFolder { folder in
            var configuration = EmbeddedServer.Configuration()
            configuration.storage = .directory(folder)
            var server = try await EmbeddedServer.start(configuration)
            var client = try await RawClient.connect(server.port)
            _ = try await client.api("STREAM.CREATE.KV_b", KeyValueTests.bucket)
            for key in 0..<100 { _ = try await client.request("$KV.b.k\(key)", "value \(key)", headers: "A: b") }
            let durable = #"{"stream_name":"KV_b","config":{"durable_name":"d","ack_policy":"explicit"}}"#
            _ = try await client.api("CONSUMER.DURABLE.CREATE.KV_b.d", durable)
            await server.shutdown()
            let file = URL(fileURLWithPath: folder + "/streams.sqlite")
            let whole = try Data(contentsOf: file)
            var opened = 0
            for _ in 0..<40 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    bytes[Int.random(in: 100..<bytes.count, using: &random)] ^= UInt8.random(
                        in: 1...255,
                        using: &random
                    )
                }
                for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
                try bytes.write(to: file)
                do {
                    server = try await EmbeddedServer.start(configuration)
                } catch let error as EmbeddedServerError {
                    #expect(error.code == .storeDamaged || error.code == .storeNotAccessible, "seed \(seed): \(error)")
                    continue
                }
                opened += 1
                client = try await RawClient.connect(server.port)
                for key in 0..<100 { _ = try await client.request("$JS.API.STREAM.MSG.GET.KV_b", #"{"seq":\#(key)}"#) }
                await server.shutdown()
            }
            #expect(opened > 0)
        }
    }

    @Test("what a start that was cut off or a deleted file left behind is no part of a new store")
    func leftovers() async throws {
        try await withFolder { folder in
            var configuration = EmbeddedServer.Configuration()
            configuration.storage = .directory(folder)
            var server = try await EmbeddedServer.start(configuration)
            var client = try await RawClient.connect(server.port)
            _ = try await client.api("STREAM.CREATE.KV_b", KeyValueTests.bucket)
            // The log as it was while the server ran, beside no file; and half a new file.
            let log = try Data(contentsOf: URL(fileURLWithPath: folder + "/streams.sqlite-wal"))
            #expect(!log.isEmpty)
            await server.shutdown()
            try FileManager.default.removeItem(atPath: folder + "/streams.sqlite")
            try log.write(to: URL(fileURLWithPath: folder + "/streams.sqlite-wal"))
            try Data("half".utf8).write(to: URL(fileURLWithPath: folder + "/streams.sqlite.new"))
            server = try await EmbeddedServer.start(configuration)
            client = try await RawClient.connect(server.port)
            let names = try await client.api("STREAM.NAMES")
            #expect(names["total"] == 0)
            await server.shutdown()
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains(".new") }
            #expect(files == [])
        }
    }

    @Test("after a restart consumers go on where they were, ephemeral ones too, but not those in memory")
    func consumers() async throws {
        try await withFolder { folder in
            var configuration = EmbeddedServer.Configuration()
            configuration.storage = .directory(folder)
            var server = try await EmbeddedServer.start(configuration)
            var client = try await RawClient.connect(server.port)
            _ = try await client.api("STREAM.CREATE.KV_b", KeyValueTests.bucket)
            for number in 0..<3 { _ = try await client.request("$KV.b.k\(number)", "v") }
            let settings = [
                "pull": "", "push": #""deliver_subject":"d","#, "short": #""inactive_threshold":1000000,"#,
                "memory": #""mem_storage":true,"#,
            ]
            for (name, setting) in settings {
                let config = #"{\#(setting)"name":"\#(name)","ack_policy":"explicit"}"#
                let body = #"{"stream_name":"KV_b","config":\#(config)}"#
                let answer = try await client.api("CONSUMER.CREATE.KV_b.\(name)", body)
                #expect(answer["error"] == nil, "\(name)")
            }
            let first = try await client.request("$JS.API.CONSUMER.MSG.NEXT.KV_b.pull", "")
            #expect(first.subject == "$KV.b.k0")
            let before = try await client.api("CONSUMER.INFO.KV_b.pull")
            await server.shutdown()

            server = try await EmbeddedServer.start(configuration)
            client = try await RawClient.connect(server.port)
            var names: [String] = []
            repeat {
                let list = try await client.api("CONSUMER.NAMES.KV_b")["consumers"]?.array ?? []
                names = list.compactMap(\.string).sorted()
            } while names.contains("short")
            #expect(names == ["pull", "push"])
            let after = try await client.api("CONSUMER.INFO.KV_b.pull")
            #expect(after["created"] == before["created"])
            #expect(after["config"] == before["config"])
            #expect(after["delivered"]?["consumer_seq"] == before["delivered"]?["consumer_seq"])
            let second = try await client.request("$JS.API.CONSUMER.MSG.NEXT.KV_b.pull", "")
            #expect(["$KV.b.k0", "$KV.b.k1"].contains(second.subject))
            _ = try await client.api("CONSUMER.DELETE.KV_b.pull")
            await server.shutdown()

            server = try await EmbeddedServer.start(configuration)
            client = try await RawClient.connect(server.port)
            let left = try await client.api("CONSUMER.NAMES.KV_b")["consumers"]?.array ?? []
            #expect(left.compactMap(\.string) == ["push"])
            await server.shutdown()
        }
    }

    @Test("a folder that cannot be made is said to be so")
    func notAccessible() async throws {
        #expect(await start("/proc/none/store") == .storeNotAccessible)
        #expect(await start("/dev/null") == .storeNotAccessible)
    }

    @Test("a port in use is said to be so")
    func portInUse() async throws {
        try await withServer { server in
            var configuration = EmbeddedServer.Configuration()
            configuration.port = server.port
            await #expect {
                _ = try await EmbeddedServer.start(configuration)
            } throws: { error in
                (error as? EmbeddedServerError)?.code == .addressInUse
            }
        }
    }
}
