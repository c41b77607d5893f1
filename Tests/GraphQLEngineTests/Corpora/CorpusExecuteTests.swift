import GraphQLEngine
import JSON
import Testing

@Suite("Corpora of requests to execute")
struct CorpusExecuteTests {
    @Test("every request is answered as recorded", arguments: ["execute", "execute_args"])
    func execute(file: String) throws {
        var schemas: [String: Schema] = [:]
        try Corpus.run(file, exceptions: [.unsupportedOperation, .lineTerminators]) { item in
            let sdl = try #require(item.string("schema"))
            let schema = try schemas[sdl] ?? Schema(sdl: sdl)
            schemas[sdl] = schema
            let response = try JSONValue(parsing: respond(to: item, schema))
            return difference(of: response, from: item)
        }
    }

    private func respond(to item: CorpusCase, _ schema: Schema) throws -> [UInt8] {
        do {
            let operation = try PreparedOperation(
                Array((item.string("document") ?? "").utf8),
                operationName: item.value["operationName"]?.string,
                schema: schema
            )
            let variables = try operation.coerceVariables((item["variables"] ?? [:]).bytes().span)
            let root = CorpusRecord(value: item["root"] ?? .null)
            var execution = Execution(operation, variables: variables, root: root)
            #expect(execution.isComplete == true)
            return execution.finish()
        } catch {
            return error.response()
        }
    }

    private func difference(of response: JSONValue, from item: CorpusCase) -> CorpusDifference? {
        let expected = item["expected"] ?? .null
        let actualErrors = (response["errors"]?.array ?? []).map { CorpusError($0) }
        let expectedErrors = (expected["errors"]?.array ?? []).map { CorpusError($0) }
        var difference: CorpusDifference?
        if let possible = item["possible_errors"]?.array?.map({ CorpusError($0) }) {
            if !CorpusError.isPossible(actualErrors, among: possible, isLenient: item.hasRecorderWording) {
                difference = CorpusDifference("impossible errors \(actualErrors), not among \(possible)")
                difference?.actual = actualErrors
            }
        } else {
            difference = CorpusError.difference(
                expected: expectedErrors,
                actual: actualErrors,
                isLenient: item.hasRecorderWording
            )
        }
        if let difference { return difference }
        let data = CorpusData(
            isOrderFree: item.id.hasPrefix("execute_args"),
            isIntrospection: item.id.hasPrefix("execute/introspection"),
            isAboutBuiltIn: item.string("document")?.contains("(name: \"__") ?? false
        )
        guard data.areEqual(response["data"], expected["data"]) else {
            return CorpusDifference("data \(response["data"].map(\.description) ?? "absent")")
        }
        return nil
    }
}
