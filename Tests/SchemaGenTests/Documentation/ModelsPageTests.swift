import Foundation
import Testing

@testable import SchemaGen

@Suite("docs/models.md")
struct ModelsPageTests {
    /// The page in the repository, whatever folder the tests are built from.
    private static let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("../../../docs/models.md").standardizedFileURL

    @Test("shows the mapping as it is; KVGRAPH_WRITE_DOCS=1 writes it anew")
    func isFresh() throws {
        let text = try ModelsPage.text()
        if ProcessInfo.processInfo.environment["KVGRAPH_WRITE_DOCS"] == "1" {
            try Data(text.utf8).write(to: Self.page)
        }
        let found = try String(decoding: Data(contentsOf: Self.page), as: UTF8.self)
        #expect(found == text, "run the tests once with KVGRAPH_WRITE_DOCS=1 and commit docs/models.md")
    }
}
