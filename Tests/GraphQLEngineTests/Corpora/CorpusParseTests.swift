import GraphQLEngine
import JSON
import Testing

@Suite("Corpus of documents to parse")
struct CorpusParseTests {
    @Test("every document parses and prints, or fails, as recorded")
    func parse() throws {
        try Corpus.run("parse", exceptions: [.describedExecutableDefinition, .lineTerminators, .linesOfBlockStrings]) {
            item in
            let source = try #require(item.string("source"))
            do {
                let document = try Parser.parse(source, limits: .trusted)
                let printed = DocumentPrinter.print(document)
                guard printed == item.string("printed") else { return CorpusDifference("printed \(printed)") }
                let again = DocumentPrinter.print(try Parser.parse(printed, limits: .trusted))
                return again == printed ? nil : CorpusDifference("printed again \(again)")
            } catch {
                let recorded = item["error"].map { recorded -> CorpusError in
                    var error = CorpusError(recorded)
                    error.locations = [
                        SourceLocation(
                            line: Int(recorded["line"]?.number?.int64 ?? 0),
                            column: Int(recorded["column"]?.number?.int64 ?? 0)
                        )
                    ]
                    return error
                }
                return CorpusError.difference(
                    expected: recorded.map { [$0] } ?? [],
                    actual: (error as? GraphQLError).map { [CorpusError($0)] } ?? []
                )
            }
        }
    }
}
