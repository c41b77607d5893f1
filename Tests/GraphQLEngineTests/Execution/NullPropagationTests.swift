import GraphQLEngine
import JSON
import Testing

@Suite("Null that goes up")
struct NullPropagationTests {
    @Test("null for a non-null root field makes data null")
    func root() throws {
        var execution = Execution(try PreparedOperation(#"{ keys strict(key: "a") { key } }"#, kv: .init()))
        let fetches = execution.fetches()
        execution.resume(fetches[1].id) { $0.null() }
        #expect(execution.isComplete == true)
        execution.resume(fetches[0].id) { $0.list(count: 0) { _, _ in } }
        #expect(
            execution.text()
                == #"{"data":null,"errors":[{"message":"Cannot return null for non-nullable field Query.strict.","#
                + #""locations":[{"line":1,"column":8}],"path":["strict"]}]}"#
        )
    }

    @Test("null from a nested fetch takes out the nearest nullable value and nothing else")
    func nested() throws {
        let operation = try PreparedOperation(
            #"{ a: get(key: "a") { key strictHistory { key } revision } keys }"#,
            kv: .init()
        )
        var execution = Execution(operation)
        let fetches = execution.fetches()
        execution.resume(fetches[0].id, record: EntryRecord(key: "a"))
        let nested = execution.fetches()
        execution.resume(nested[0].id) { $0.null() }
        #expect(execution.isComplete == false)
        execution.resume(fetches[1].id) { $0.list(count: 1) { _, item in item.string("k") } }
        #expect(
            execution.text()
                == #"{"data":{"a":null,"keys":["k"]},"errors":[{"message":"Cannot return null for non-nullable field "#
                + #"Entry.strictHistory.","locations":[{"line":1,"column":26}],"path":["a","strictHistory"]}]}"#
        )
    }

    @Test("siblings of a list whose item became null keep waiting for nothing")
    func list() throws {
        let operation = try PreparedOperation("{ entries { key strictHistory { key } } keys }", kv: .init())
        var execution = Execution(operation)
        let fetches = execution.fetches()
        execution.resume(fetches[0].id) { $0.list(of: ["a", "b"].map { EntryRecord(key: $0) }) }
        let nested = execution.fetches()
        #expect(nested.count == 2)
        execution.resume(nested[1].id) { $0.error(FieldError("gone")) }
        execution.resume(nested[0].id) { $0.list(count: 0) { _, _ in } }
        execution.resume(fetches[1].id) { $0.list(count: 0) { _, _ in } }
        #expect(execution.isComplete == true)
        #expect(
            execution.text()
                == #"{"data":{"entries":null,"keys":[]},"errors":[{"message":"gone","#
                + #""locations":[{"line":1,"column":17}],"path":["entries",1,"strictHistory"]}]}"#
        )
    }

    @Test("null goes up through two levels of fetches")
    func throughFetches() throws {
        let operation = try PreparedOperation(
            #"{ keys s: strict(key: "a") { strictHistory { key strictHistory { key } } } }"#,
            kv: .init()
        )
        var execution = Execution(operation)
        let fetches = execution.fetches()
        execution.resume(fetches[1].id, record: EntryRecord(key: "a"))
        let outer = execution.fetches()
        execution.resume(outer[0].id) { $0.list(of: ["b", "c"].map { EntryRecord(key: $0) }) }
        let inner = execution.fetches()
        execution.resume(inner[0].id) { $0.list(of: [EntryRecord(key: "d")]) }
        let deepest = execution.fetches()
        #expect(deepest.isEmpty)
        execution.resume(inner[1].id) { $0.error(FieldError("gone")) }
        #expect(execution.isComplete == true)
        let response = try JSONValue(parsing: execution.finish() as [UInt8])
        #expect(response["data"] == .null)
        #expect(response["errors"]?[0]?["path"] == ["s", "strictHistory", 1, "strictHistory"])
    }

    @Test("holes of a value that turns null while it is completed are forgotten")
    func rewound() throws {
        struct Broken: ResolvedRecord {
            func resolve(_ property: String, into completion: inout FieldCompletion) { completion.null() }
        }
        let operation = try PreparedOperation(#"{ get(key: "a") { history { key } revision } keys }"#, kv: .init())
        var execution = Execution(operation)
        let fetches = execution.fetches()
        execution.resume(fetches[0].id, record: Broken())
        #expect(execution.fetches().isEmpty)
        execution.resume(fetches[1].id) { $0.list(count: 0) { _, _ in } }
        #expect(execution.isComplete == true)
        let response = try JSONValue(parsing: execution.finish() as [UInt8])
        #expect(response["data"] == ["get": .null, "keys": []])
    }
}
