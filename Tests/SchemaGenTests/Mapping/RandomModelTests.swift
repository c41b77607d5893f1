import GraphQLEngine
import JSON
import Testing

@testable import SchemaGen

@Suite("Random models")
struct RandomModelTests {
    @Test(
        "give a valid schema that reads back the same, or a clear refusal",
        arguments: [UInt64(1), 1_000_000, .random(in: 0 ... .max)]
    )
    func everything(_ first: UInt64) throws {
        var made = 0
        for seed in first..<(first.addingReportingOverflow(150).overflow ? .max : first + 150) {
            var random = RandomModel(seed: seed)
            let document = random.document()
            do throws(SchemaGenError) {
                let model = try Model(document: document)
                let generated = try generate([APIDefinition(namespace: "kv", model: model)])
                made += 1
                let copy = try? Schema(sdl: generated.sdl)
                #expect(copy.map(SchemaPrinter.print) == generated.sdl, "seed \(seed): \(document)")
            } catch {
                let isClear =
                    [.contradiction, .circularReference].contains(error.code) || error.found.contains("writeOnly")
                #expect(isClear, "seed \(seed): \(error) in \(document)")
            }
        }
        #expect(made > 40, "first seed \(first)")
    }
}
