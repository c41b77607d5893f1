import GraphQLEngine
import JSON
import Testing

@Suite("Limits of operations")
struct OperationLimitsTests {
    private func refusal(_ text: String, _ limits: OperationLimits = OperationLimits()) throws -> GraphQLError? {
        do {
            _ = try PreparedOperation(text, schema: KV.schema(), limits: limits)
            return nil
        } catch let errors as RequestErrors {
            return errors.errors.first
        }
    }

    @Test(
        "what is found and what is allowed is said",
        arguments: [
            (OperationLimits(depth: 2), "The operation nests fields 3 deep; the limit is 2."),
            (OperationLimits(aliases: 1), "The operation uses 2 aliases; the limit is 1."),
            (OperationLimits(rootFields: 1), "The operation selects 2 root fields; the limit is 1."),
            (OperationLimits(cost: 23), "The operation has a cost of 24; the limit is 23."),
        ]
    )
    func messages(limits: OperationLimits, message: String) throws {
        let text = #"{ a: get(key: "a") { value { token } } b: get(key: "b") { value { token } } }"#
        let error = try #require(try refusal(text, limits))
        #expect(error.message == message)
        #expect(error.code == .queryTooComplex)
        #expect(error.locations == [SourceLocation(line: 1, column: 1)])
        #expect(try refusal(text) == nil)
    }

    @Test("fragments count once for each spread, and a bomb of them is measured at once")
    func bomb() throws {
        var text = "{ ...F0 }"
        for level in 0..<40 {
            let next = level == 39 ? "key" : "...F\(level + 1) ...F\(level + 1)"
            text += " fragment F\(level) on Query { get(key: \"a\") { value { token } } \(level == 39 ? "" : next) }"
        }
        let error = try #require(try refusal(text))
        #expect(error.code == .queryTooComplex)
    }

    @Test("fields that double at each level are measured and refused at once")
    func doubling() throws {
        var text = "{ entries { value { ...F0 } } }"
        for level in 0..<30 {
            let inner = level == 29 ? "token" : "...F\(level + 1)"
            text += " fragment F\(level) on Value { a: inner { \(inner) } b: inner { \(inner) } }"
        }
        let error = try #require(try refusal(text))
        #expect(error.code == .queryTooComplex)
    }

    @Test("the introspection query of tools passes")
    func introspection() throws {
        #expect(try refusal(IntrospectionQuery.standard) == nil)
    }

    @Test("a document of 1,000 operations passes")
    func manyOperations() throws {
        let text = (0..<1000).map { "query Q\($0) { get(key: \"a\") { key } }" }.joined(separator: "\n")
        let operation = try PreparedOperation(text, operationName: "Q999", schema: KV.schema())
        #expect(operation.name == "Q999")
    }

    @Test("20 aliases pass")
    func aliases() throws {
        let text = "{" + (0..<20).map { " a\($0): get(key: \"\($0)\") { key }" }.joined() + " }"
        #expect(try refusal(text) == nil)
    }

    @Test(
        "the operation must be told apart",
        arguments: [
            (
                "query A { keys } query B { keys }", nil,
                "Must provide operation name if query contains multiple operations."
            ),
            ("query A { keys }", "B", #"Unknown operation named "B"."#),
        ]
    )
    func selection(text: String, name: String?, message: String) throws {
        let errors = #expect(throws: RequestErrors.self) {
            try PreparedOperation(text, operationName: name, schema: KV.schema())
        }
        #expect(errors?.errors.map(\.message) == [message])
        #expect(errors?.errors.map(\.code) == [.operationResolutionFailed])
        let response = try JSONValue(parsing: errors?.response() ?? [])
        #expect(response["data"] == nil)
        #expect(response["errors"]?[0]?["extensions"]?["code"] == "OPERATION_RESOLUTION_FAILED")
    }

    @Test("fetches below a list stop at their limit, each further one is an error")
    func fetches() throws {
        let operation = try PreparedOperation("{ entries { key history { key } } }", kv: OperationLimits(fetches: 3))
        var execution = Execution(operation)
        execution.resume(execution.fetches()[0].id) { $0.list(of: (0..<5).map { EntryRecord(key: "\($0)") }) }
        let nested = execution.fetches()
        #expect(nested.count == 2)
        for fetch in nested { execution.resume(fetch.id) { $0.list(count: 0) { _, _ in } } }
        let response = try JSONValue(parsing: execution.finish() as [UInt8])
        #expect(response["data"]?["entries"]?.array?.map { $0["history"] } == [[], [], .null, .null, .null])
        #expect(response["errors"]?.array?.count == 3)
        #expect(response["errors"]?[0]?["extensions"]?["code"] == "QUERY_TOO_COMPLEX")
        #expect(response["errors"]?[0]?["path"] == ["entries", 2, "history"])
    }
}
