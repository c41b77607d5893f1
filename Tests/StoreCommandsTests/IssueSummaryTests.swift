import JSON
import SchemaGen
import Testing

@testable import StoreCommands

@Suite("Issues of many values by JSON pointer")
struct IssueSummaryTests {
    private func issue(_ pointer: [String], _ keyword: String = "type") -> ValidationIssue {
        ValidationIssue(
            pointer: JSONPointer(tokens: pointer),
            keyword: keyword,
            found: "a number",
            expected: "a string"
        )
    }

    @Test func `elements of one array are one place and a value counts once`() {
        var summary = IssueSummary()
        summary.add([issue(["items", "0", "name"]), issue(["items", "7", "name"])], of: "a")
        summary.add([issue(["items", "3", "name"]), issue(["size"], "minimum")], of: "b")
        let groups = summary.sorted
        #expect(groups.map(\.place.pointer) == ["/items/*/name", "/size"])
        #expect(groups.map(\.values) == [2, 1])
        #expect(groups.map(\.keys) == [["a", "b"], ["b"]])
    }

    @Test func `only the first keys are kept`() {
        var summary = IssueSummary()
        for number in 1...10 { summary.add([issue(["x"])], of: "key\(number)") }
        #expect(summary.sorted.map(\.values) == [10])
        #expect(summary.sorted.first?.keys == ["key1", "key2", "key3"])
    }

    @Test func `places without end are bounded and what has no room is counted`() {
        var summary = IssueSummary()
        for number in 0..<1500 { summary.add([issue(["member\(number)"])], of: "k") }
        #expect(summary.sorted.count == 1000)
        #expect(summary.leftOut == 500)
    }

    struct Ending: Sendable {
        var part: CheckReport.Step.Part
        var outcome: CheckReport.Outcome
        var code: Int32
    }

    @Test(
        "the exit code tells what failed",
        arguments: [
            Ending(part: .bucket, outcome: .warning, code: 0), Ending(part: .bucket, outcome: .failed, code: 1),
            Ending(part: .values, outcome: .failed, code: 1), Ending(part: .connection, outcome: .failed, code: 1),
            Ending(part: .configuration, outcome: .failed, code: 2), Ending(part: .model, outcome: .failed, code: 2),
        ]
    )
    func exitCodes(_ ending: Ending) {
        var report = CheckReport()
        report.add(.configuration, nil, .passed, "detail")
        report.add(ending.part, nil, ending.outcome, "detail")
        #expect(report.exitCode == ending.code)
    }

    @Test func `what was cut from the table and matters stands below it`() {
        var report = CheckReport()
        report.add(.bucket, "kv", .failed, "kv: history is 1, wanted 10, replicas is 1, wanted 3")
        report.add(.values, "kv", .passed, "a long detail that is cut as well and that nobody has to read")
        let lines = report.lines(width: 50)
        #expect(lines.count == 5)
        #expect(lines.last == "bucket kv: failed: kv: history is 1, wanted 10, replicas is 1, wanted 3")
    }
}
