import GraphQLEngine
import JSON
import Testing

@testable import SchemaGen

@Suite("Random models")
struct RandomModelTests {
    @Test(
        "give a valid schema that reads back the same, or a clear refusal",
        arguments: [UInt64(1), 1_000_000]
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

@Suite("Random values of random models")
struct RandomValueTests {
    /// The schema of an object leaves room for what the model does not declare, unless it says so; clients cannot write
    /// that, and no value here has it.
    @Test(
        "that fit the model can be written, are stored as they are, and are read without errors",
        arguments: [UInt64(7), 2_000_000]
    )
    func lossless(_ first: UInt64) throws {
        var written = 0
        for seed in first..<first + 150 {
            var random = RandomModel(seed: seed)
            guard let model = try? Model(document: random.document()),
                let generated = try? generate([APIDefinition(namespace: "kv", model: model)])
            else { continue }
            let writer = try ValueWriter(generated, model.document)
            let reader = try ValueReader(generated, writer.mapped)
            var values = RandomValue(model.normalizedDocument, seed: seed)
            for _ in 0..<20 {
                let value = values.value()
                guard case .accepted(let fitting) = writer.api.admit(value) else { continue }
                switch writer.write(value) {
                case .stored(let stored):
                    written += 1
                    #expect(try stored == JSONValue(parsing: fitting), "seed \(seed): \(value) in \(model.document)")
                    #expect(reader.errors(stored).isEmpty, "seed \(seed): \(value) in \(model.document)")
                case .refused(let reasons):
                    Issue.record("seed \(seed): \(value) is refused: \(reasons) in \(model.document)")
                }
            }
        }
        #expect(written > 100, "first seed \(first)")
    }
}
