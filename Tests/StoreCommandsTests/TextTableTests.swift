import Testing

@testable import StoreCommands

@Suite("Tables on a terminal")
struct TextTableTests {
    private static let table = TextTable(
        header: ["KEY", "REVISION", "VALUE"],
        rows: [
            ["a", "1", #"{"token":"a value that is much longer than any terminal is wide"}"#],
            [String(repeating: "k", count: 60), "18446744073709551615", "{}"],
            ["日本語.キー", "2", "\u{1F600} smile"],
        ]
    )

    @Test("no line is wider than the terminal", arguments: 1...120)
    func width(_ width: Int) {
        for line in Self.table.lines(width: width) {
            #expect(DisplayWidth.of(line) <= width, "\(line)")
        }
    }

    @Test func `columns are as wide as their widest cell and have no trailing blanks`() {
        let table = TextTable(header: ["A", "LONGER"], rows: [["xyz", "1"], ["", ""]])
        #expect(table.lines(width: 80) == ["A    LONGER", "xyz  1", ""])
    }

    @Test func `the last column is cut before the others`() {
        let table = TextTable(header: ["KEY", "VALUE"], rows: [["name", "0123456789012345678901234567890"]])
        #expect(table.lines(width: 20) == ["KEY   VALUE", "name  0123456789012…"])
    }

    @Test(
        "text takes as many columns as a terminal gives it",
        arguments: [("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｆ", 2), ("\u{1F600}", 2), ("", 0)]
    )
    func columns(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(
        "what would move the cursor or turn the direction is spelled out",
        arguments: [
            ("plain", "plain"), ("a\u{1B}[2Jb", "a\\u001b[2Jb"), ("a\nb", "a\\u000ab"), ("\u{9B}31m", "\\u009b31m"),
            ("\u{202E}abc", "\\u202eabc"), ("日本", "日本"),
        ]
    )
    func safety(text: String, shown: String) {
        #expect(ShownText.safe(text) == shown)
    }

    @Test func `a watch's row keeps to the terminal and shows where a key is cut`() {
        var lines = WatchLines(.table(width: 70))
        let key = String(repeating: "k", count: 100)
        let line = lines.line([key, "7", "PUT", "2026-11-21T05:00:00Z", "{}"])
        #expect(DisplayWidth.of(line) <= 70)
        #expect(line.hasPrefix("2026-11-21T05:00:00Z  7         PUT        kkk"))
        #expect(line.contains("…"))
    }

    @Test func `a progress bar says how much of how much`() {
        let line = ProgressBar.line("kv", 50_000, of: 100_000, width: 80)
        #expect(line == "kv [############............] 50 % of 100000")
        #expect(DisplayWidth.of(ProgressBar.line("kv", 1, of: 0, width: 20)) <= 20)
    }
}
