import Foundation
import NATSKV
import NIOCore
import Testing

/// The example on the library's landing page and in docs/nats.md is the code below, which runs.
@Suite struct DocumentationTests {
    private func example(_ url: String) async throws -> [KeyValueKey] {
        // example
        let client = try await NATSClient.connect(NATSConfiguration(servers: [ServerAddress(url: url)]))
        var settings = BucketConfiguration(name: try BucketName("flags"))
        settings.history = 10
        let (bucket, _) = try await client.ensureBucket(settings)

        let key = try KeyValueKey("dark-mode")
        let written = try await bucket.put(ByteBuffer(string: "on"), at: key, if: .absent)
        try await bucket.put(ByteBuffer(string: "off"), at: key, if: .revision(written.revision))

        let keys = try await bucket.withWatch([.all], options: WatchOptions()) { events in
            var keys: [KeyValueKey] = []
            for try await event in events {
                switch event {
                case .entry(let entry): keys.append(entry.key)
                case .caughtUp: return keys
                }
            }
            return keys
        }
        // end of example
        await client.close()
        return keys
    }

    @Test(arguments: TestServer.allCases)
    func `the example of the landing page runs`(server: TestServer) async throws {
        try await server.run { url in
            let keys = try await example(url)
            #expect(keys.map(\.rawValue) == ["dark-mode"])
        }
    }

    @Test(arguments: ["Sources/NATSKV/NATSKV.docc/NATSKV.md", "docs/nats.md"])
    func `a page shows the example as it is tested`(page: String) throws {
        let source = URL(fileURLWithPath: #filePath)
        let root = source.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let lines = try String(contentsOf: source, encoding: .utf8).components(separatedBy: "\n")
        let code = lines.drop { $0 != "        // example" }.dropFirst().prefix { $0 != "        // end of example" }
        let text = try String(contentsOf: root.appendingPathComponent(page), encoding: .utf8)
        #expect(code.count > 10)
        #expect(text.contains(code.map { String($0.dropFirst(8)) }.joined(separator: "\n")))
    }
}
