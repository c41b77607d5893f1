import GraphQLEngine
import JSON
import Testing

@testable import SchemaGen

@Suite("The recorded Zod models")
struct ZodCorpusTests {
    @Test("give WunderGraph's schema or a refusal, a valid default schema, and the recorded verdicts on values")
    func everything() throws {
        guard ZodCorpus.isPresent else {
            print("corpus zod-models.jsonl: not run, KVGRAPH_CORPORA names no folder with it")
            return
        }
        var report = CorpusReport(file: "zod-models.jsonl")
        for model in try ZodCorpus.models() {
            checkCompatibility(model, &report)
            for (name, schema) in model.schemas { checkDefault(model, name, schema, &report) }
        }
        report.finish()
    }

    private func checkCompatibility(_ model: ZodModel, _ report: inout CorpusReport) {
        let result = Result { try model.generated(model.draft07, .wundergraph) }
        switch (result, model.wundergraphSDL) {
        case (.success(let schema), .some(let text)):
            report.check(schema.sdl == text, "\(model.id) compat: the text differs")
        case (.success, .none):
            report.check(false, "\(model.id) compat: is not refused")
        case (.failure(let error), .some):
            report.check(false, "\(model.id) compat: \(error)")
        case (.failure(let error), .none):
            let refusal = error as? SchemaGenError
            let isClear = refusal?.code == .incompatible || refusal?.code == .namespace
            report.check(isClear, "\(model.id) compat: unclear refusal: \(error)")
        }
    }

    private func checkDefault(_ model: ZodModel, _ name: String, _ schema: JSONValue, _ report: inout CorpusReport) {
        let result = Result { try model.generated(schema, .none) }
        guard GraphQLName.isDefinable(model.namespace) else {
            let code = (result.failure as? SchemaGenError)?.code
            report.check(code == .namespace, "\(model.id) \(name): the namespace is not refused")
            return
        }
        guard let generated = try? result.get(), let writer = try? ValueWriter(generated, schema),
            let reader = try? ValueReader(generated, writer.mapped)
        else {
            report.check(false, "\(model.id) \(name): \(result.failure.map { "\($0)" } ?? "no operation")")
            return
        }
        report.check(true, "")
        for (index, record) in model.values.enumerated() {
            guard let value = record["value"] else { continue }
            let verdict = ZodVerdict(record, name)
            let id = "\(model.id) \(name) value \(index) \(value)"
            switch (verdict, writer.write(value)) {
            case (.accept, .stored(let stored)):
                report.check(writer.isEqual(stored, value), "\(id): stored as \(stored)")
                let errors = reader.errors(stored)
                report.check(errors.isEmpty, "\(id): read with errors: \(errors.joined(separator: "; "))")
            case (.accept, .refused(let reasons)):
                report.check(false, "\(id): refused: \(reasons.joined(separator: "; "))")
            case (.refuse, .stored(let stored)):
                // Spec 3.11: where a list is expected, any other value stands for a list of it alone.
                let isListOfOne = !writer.issuePointers(value).isEmpty && writer.listed(value) == stored
                report.check(
                    false,
                    "\(id): accepted, but \(record["why"]?.string ?? "?")",
                    exception: isListOfOne ? "GraphQL takes one item for a list of it" : nil
                )
            case (.refuse(let place), .refused):
                let pointers = writer.issuePointers(value)
                let isThere = pointers.contains { $0 == place ?? $0 || $0.hasPrefix((place ?? "") + "/") }
                report.check(isThere, "\(id): issues at \(pointers), not at \(place ?? "?") or below")
            case (.undecided, _):
                break
            }
        }
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { return error }
        return nil
    }
}

/// What the corpus says about a value and one of the schemas.
enum ZodVerdict {
    case accept
    /// Refused, with an issue at this place where it is known.
    case refuse(String?)
    case undecided

    init(_ record: JSONValue, _ schema: String) {
        let isValid = record["valid"]?.bool == true
        switch schema {
        case "jsonSchemaDraft07", "jsonSchemaDraft07Newer":
            let verdict = record[schema == "jsonSchemaDraft07" ? "jsonSchemaValid" : "jsonSchemaNewerValid"]?.bool
            if verdict == false {
                self = .refuse(schema == "jsonSchemaDraft07" ? Self.place(record) : nil)
            } else {
                self = isValid ? .accept : .undecided
            }
        default:
            if schema == "jsonSchema2020Input", record["jsonSchema2020InputValid"]?.bool == false {
                self = .refuse(nil)
            } else {
                let accepts = isValid && record["zod4Valid"]?.bool == true
                self = accepts && record["jsonSchema2020InputValid"]?.bool != false ? .accept : .undecided
            }
        }
    }

    /// `type at /user/id` names the place `/user/id`; `/` stands for the root.
    private static func place(_ record: JSONValue) -> String? {
        guard let issue = record["jsonSchemaIssue"]?.string, let range = issue.firstRange(of: " at ") else {
            return nil
        }
        let place = String(issue[range.upperBound...])
        return place == "/" ? "" : place
    }
}
