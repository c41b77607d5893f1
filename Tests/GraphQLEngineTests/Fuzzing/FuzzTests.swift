import Foundation
import GraphQLEngine
import JSON
import Testing

/// Random documents through the whole engine. `KVGRAPH_FUZZ` sets how many (a million takes minutes in a release
/// build), `KVGRAPH_FUZZ_SEED` repeats a run.
@Suite("Random documents")
struct FuzzTests {
    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    /// How often each stage was reached, so that a run that tests nothing is seen.
    private struct Counts {
        var parsed = 0
        var valid = 0
        var executed = 0
        var schemas = 0
    }

    @Test("print and parse again to the same, and are validated and executed without a trap")
    func documents() throws {
        let seed = Self.setting("KVGRAPH_FUZZ_SEED") ?? UInt64.random(in: 0...UInt64.max)
        let count = Self.setting("KVGRAPH_FUZZ") ?? 1_500
        print("fuzzing: \(count) documents, KVGRAPH_FUZZ_SEED=\(seed)")
        let schema = try #require(ValidationHarness.schema)
        var counts = Counts()
        for index in 0..<count {
            var documents = FuzzDocuments(random: FuzzRandom(seed: seed &+ index &* 0x5851_F42D_4C95_7F2D))
            let text = Self.input(index, &documents)
            guard try check(text, schema, &documents.random, &counts) else {
                Issue.record("document \(index) of seed \(seed): \(String(decoding: text, as: UTF8.self))")
                return
            }
        }
        print(
            "fuzzing: \(counts.parsed) parsed, \(counts.valid) valid, \(counts.executed) executed, \(counts.schemas) schemas"
        )
        #expect(counts.parsed > count / 4)
        #expect(counts.executed > count / 10)
    }

    private static func input(_ index: UInt64, _ documents: inout FuzzDocuments) -> [UInt8] {
        switch index % 8 {
        case 0: return Array(documents.executable().utf8)
        case 2: return Array(documents.typeSystem().utf8)
        case 3:
            let text = documents.executable()
            return documents.mutated(text)
        case 4:
            let text = documents.random.oneIn(2) ? documents.typeSystem() : ValidationHarness.sdl
            return documents.mutated(text)
        case 5: return Array(documents.tokens().utf8)
        default:
            var requests = FuzzRequests(random: documents.random)
            let text = requests.request()
            documents.random = requests.random
            return Array(text.utf8)
        }
    }

    /// Whether a document went through as it should.
    private func check(
        _ text: [UInt8],
        _ schema: Schema,
        _ random: inout FuzzRandom,
        _ counts: inout Counts
    ) throws -> Bool {
        guard let document = try? Parser.parse(text) else { return true }
        counts.parsed += 1
        let printed = DocumentPrinter.print(document)
        guard let again = try? Parser.parse(printed, limits: .trusted), DocumentPrinter.print(again) == printed,
            DocumentOutline(document).text == DocumentOutline(again).text
        else { return false }
        if document.operations.isEmpty {
            if (try? Schema(document: document)) != nil {
                counts.schemas += 1
            }
            _ = try? schema.extended(sdl: printed)
        }
        guard Validator.validate(document, schema: schema).isEmpty else { return true }
        counts.valid += 1
        return execute(document, schema, &random, &counts)
    }

    private func execute(
        _ document: Document,
        _ schema: Schema,
        _ random: inout FuzzRandom,
        _ counts: inout Counts
    ) -> Bool {
        let name = document.operations.first?.name.map { document.text(of: $0) }
        guard let operation = try? PreparedOperation(validated: document, operationName: name, schema: schema) else {
            return true
        }
        var values = FuzzValues(random: random)
        guard let variables = try? operation.coerceVariables(values.variables().bytes().span) else { return true }
        let root = CorpusRecord(value: values.object(depth: 0))
        var execution = Execution(operation, variables: variables, root: root)
        guard execution.isComplete else { return false }
        counts.executed += 1
        return (try? JSONValue(parsing: execution.finish())) != nil
    }
}
