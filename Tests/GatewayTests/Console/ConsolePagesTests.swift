import Testing

@testable import Gateway

@Suite struct ConsolePagesTests {
    private let assets = ConsolePages.all.filter { $0.key != "/" }

    @Test func `all pages of the console together are under 150 KiB, and under 60 KiB compressed`() {
        let pages = ConsolePages.all.values
        #expect(pages.reduce(0) { $0 + $1.body.count } < 150 * 1024)
        #expect(pages.reduce(0) { $0 + ($1.gzip ?? $1.body).count } < 60 * 1024)
    }

    @Test func `assets may be kept for ever, lie below one hash and are compressed once`() {
        #expect(Set(assets.keys.compactMap { $0.split(separator: "/").dropFirst().first }).count == 1)
        for (path, page) in assets {
            #expect(page.fields.contains("max-age=31536000, immutable"), "\(path)")
            #expect(page.body.count < 400 || page.gzip != nil, "\(path)")
        }
        #expect(ConsolePages.all["/"]?.fields.contains("Cache-Control: no-cache") == true)
    }

    @Test func `the page names every module, and no policy allows inline code`() throws {
        let index = try #require(ConsolePages.all["/"])
        let text = String(decoding: index.body, as: UTF8.self)
        #expect(!text.contains("{{"))
        for path in assets.keys { #expect(text.contains("\"\(path)\""), "\(path)") }
        for (path, page) in ConsolePages.all {
            #expect(page.fields.contains("Content-Security-Policy: default-src 'none';"), "\(path)")
            #expect(!page.fields.contains("unsafe"), "\(path)")
        }
    }

    @Test func `no script has a text that spans lines, and none puts a value into the page as HTML`() {
        for (path, page) in assets {
            for line in page.body.split(separator: UInt8(ascii: "\n")) {
                let ticks = line.count { $0 == UInt8(ascii: "`") }
                #expect(ticks.isMultiple(of: 2), "\(path): \(String(decoding: line, as: UTF8.self))")
            }
            let text = String(decoding: page.body, as: UTF8.self)
            for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
                #expect(!text.contains(word), "\(path): \(word)")
            }
        }
    }

    @Test(arguments: [
        ("a();\n  b();\n", "a();\nb();\n"),
        ("// note\nlet a = 1; // stays\n\n  // note\n", "let a = 1; // stays\n"),
        ("/** one line */\na\n", "a\n"),
        ("/**\n * several\n * b();\n */\nc\n", "c\n"),
        ("let url = \"https://x\";", "let url = \"https://x\";\n"),
        ("a = b => c === d && (e || f);", "a = b=>c===d&&(e||f);\n"),
    ])
    func `indentation and comments that stand alone go`(source: String, kept: String) {
        #expect(String(decoding: AssetText.compact(Array(source.utf8), .javascript), as: UTF8.self) == kept)
    }

    @Test func `styles lose the spaces around their signs, but not those of a text`() {
        let source = "a b, c { color: red; }\n  .x::before { content: \"; \"; }\n"
        let kept = "a b,c{color:red}\n.x::before { content: \"; \"; }\n"
        #expect(String(decoding: AssetText.compact(Array(source.utf8), .css), as: UTF8.self) == kept)
    }
}
