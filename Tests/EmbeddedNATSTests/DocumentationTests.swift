import EmbeddedNATS
import Foundation
import Testing

/// The example on the library's landing page and in docs/nats.md is the code below, which runs.
struct DocumentationTests {
    private func example(_ folder: String) async throws {
        // example
        var configuration = EmbeddedServer.Configuration()
        configuration.storage = .directory(folder)
        let server = try await EmbeddedServer.start(configuration)
        print(server.url)
        await server.shutdown()
        // end of example
    }

    @Test("the example of the landing page runs")
    func runs() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("embedded-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await example(folder.path)
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("streams.sqlite").path))
    }

    @Test(
        "a page shows the example as it is tested",
        arguments: ["Sources/EmbeddedNATS/EmbeddedNATS.docc/EmbeddedNATS.md", "docs/nats.md"]
    )
    func isShown(page: String) throws {
        let source = URL(fileURLWithPath: #filePath)
        let root = source.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let lines = try String(contentsOf: source, encoding: .utf8).components(separatedBy: "\n")
        let code = lines.drop { $0 != "        // example" }.dropFirst().prefix { $0 != "        // end of example" }
        let text = try String(contentsOf: root.appendingPathComponent(page), encoding: .utf8)
        #expect(code.count == 5)
        #expect(text.contains(code.map { String($0.dropFirst(8)) }.joined(separator: "\n")))
    }
}
