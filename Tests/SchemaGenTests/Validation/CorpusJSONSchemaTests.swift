import Foundation
import JSON
import SchemaGen
import Testing

/// The recorded tests of the JSON-Schema-Test-Suite. They run when `KVGRAPH_CORPORA` names the folder of the corpora.
@Suite struct CorpusJSONSchemaTests {
    struct Corpus: Sendable, CustomTestStringConvertible {
        var file: String
        var assertsFormats: Bool
        /// How many cases must pass, in percent.
        var share: Int
        var testDescription: String { file }
    }

    /// Cases that may fail, with the reason.
    static let exceptions: [String: String] = [:]

    @Test(
        "the recorded cases of the JSON Schema test suite get the recorded verdicts",
        arguments: [
            Corpus(file: "json-schema-draft7.jsonl", assertsFormats: false, share: 100),
            Corpus(file: "json-schema-draft2020-12.jsonl", assertsFormats: false, share: 100),
            Corpus(file: "json-schema-draft7-format.jsonl", assertsFormats: true, share: 95),
            Corpus(file: "json-schema-draft2020-12-format.jsonl", assertsFormats: true, share: 95),
        ]
    )
    func suite(corpus: Corpus) throws {
        guard let folder = ProcessInfo.processInfo.environment["KVGRAPH_CORPORA"] else {
            print("corpus \(corpus.file): not run, KVGRAPH_CORPORA is not set")
            return
        }
        let text = try String(contentsOfFile: "\(folder)/models/\(corpus.file)", encoding: .utf8)
        var passed = 0
        var excepted = 0
        var failed: [String] = []
        for line in text.split(separator: "\n") {
            let record = try JSONValue(parsing: String(line))
            let id = record["id"]?.string ?? ""
            let problem = verdict(record, corpus)
            if problem == nil {
                passed += 1
            } else if Self.exceptions[id] != nil {
                excepted += 1
            } else {
                failed.append("\(id) (\(record["description"]?.string ?? "")): \(problem ?? "")")
            }
        }
        let all = passed + excepted + failed.count
        print("corpus \(corpus.file): \(passed) of \(all), \(excepted) excepted")
        for failure in failed { print("  \(failure)") }
        #expect(all > 0)
        #expect(failed.isEmpty)
        #expect(passed * 100 >= all * corpus.share)
    }

    /// What is wrong with the verdict on a case; nil if it is the recorded one.
    private func verdict(_ record: JSONValue, _ corpus: Corpus) -> String? {
        guard let schema = record["schema"], let data = record["data"], let expected = record["valid"]?.bool else {
            return "not a case"
        }
        // The cases of draft-07 do not all name it.
        var document = schema
        if record["draft"]?.string == "draft7", case .object(var members) = schema, members["$schema"] == nil {
            members["$schema"] = "http://json-schema.org/draft-07/schema#"
            document = .object(members)
        }
        do {
            let options = ValueValidator.Options(assertsFormats: corpus.assertsFormats)
            let validator = try ValueValidator(schema: document, options: options)
            let bytes = data.bytes()
            let issues = validator.issues(in: bytes.span)
            if validator.isValid(bytes.span) != issues.isEmpty { return "the two ways of validating differ" }
            return issues.isEmpty == expected ? nil : "expected \(expected), got \(issues)"
        } catch {
            return "\(error)"
        }
    }
}
