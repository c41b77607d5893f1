import GraphQLEngine
import JSON
import Testing

@Suite("Execution of operations")
struct ExecutionTests {
    @Test("a fetch has tag, arguments, names and selection")
    func fetch() throws {
        let operation = try PreparedOperation(
            "query ($k: String!) { it: get(key: $k) { key value { token } } }",
            kv: .init()
        )
        var execution = try Execution(operation, variables: Array(#"{"k":"x"}"#.utf8).span)
        let fetches = execution.fetches()
        #expect(fetches.count == 1)
        let fetch = try #require(fetches.first)
        #expect(fetch.tag == KV.Tag.get)
        #expect(fetch.arguments["key"]?.string == "x")
        #expect(fetch.arguments[0]?.string == "x")
        #expect(fetch.fieldName == "get")
        #expect(fetch.responseKey == "it")
        #expect(fetch.parentType == "Query")
        #expect(fetch.selection.contains("value"))
        #expect(!fetch.selection.contains("revision"))
        #expect(fetch.selection.subselections.map(\.fieldName) == ["key", "value"])
        #expect(execution.isComplete == false)
        execution.resume(fetch.id, record: EntryRecord(key: "x"))
        #expect(execution.isComplete == true)
        #expect(execution.text() == #"{"data":{"it":{"key":"x","value":{"token":"t"}}}}"#)
    }

    @Test(
        "results of concurrent fetches land in the order of the selection",
        arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0]]
    )
    func order(order: [Int]) throws {
        let operation = try PreparedOperation(
            #"{ a: get(key: "a") { key } __typename b: get(key: "b") { key } keys }"#,
            kv: .init()
        )
        var execution = Execution(operation)
        let fetches = execution.fetches()
        for index in order {
            #expect(execution.isComplete == false)
            if fetches[index].tag == KV.Tag.keys {
                execution.resume(fetches[index].id) { $0.list(count: 2) { index, item in item.string("k\(index)") } }
            } else {
                let key = fetches[index].arguments["key"]?.string ?? ""
                execution.resume(fetches[index].id, record: EntryRecord(key: key))
            }
        }
        #expect(
            execution.text()
                == #"{"data":{"a":{"key":"a"},"__typename":"Query","b":{"key":"b"},"keys":["k0","k1"]}}"#
        )
    }

    @Test("fields of a mutation are handed out one after another")
    func mutation() throws {
        let operation = try PreparedOperation(
            #"mutation { a: put(key: "a", value: {}) { key history { key } } b: put(key: "b", value: {}) { key } }"#,
            kv: .init()
        )
        var execution = Execution(operation)
        let first = execution.fetches()
        #expect(first.map(\.responseKey) == ["a"])
        #expect(first[0].arguments["value"] == ["the count": 1])
        execution.resume(first[0].id, record: EntryRecord(key: "a"))
        let nested = execution.fetches()
        #expect(nested.map(\.fieldName) == ["history"])
        #expect(nested[0].parent as? String == "a")
        #expect(nested[0].arguments["last"] == 5)
        execution.resume(nested[0].id) { $0.list(of: [EntryRecord(key: "a0")]) }
        let second = execution.fetches()
        #expect(second.map(\.responseKey) == ["b"])
        execution.resume(second[0].id, record: EntryRecord(key: "b"))
        #expect(execution.isComplete == true)
        #expect(
            execution.text() == #"{"data":{"a":{"key":"a","history":[{"key":"a0"}]},"b":{"key":"b"}}}"#
        )
    }

    @Test("a failed field of a mutation does not keep the next ones from running, unless null goes up to the root")
    func failedMutation() throws {
        let nullable = try PreparedOperation(
            #"mutation { a: put(key: "a", value: {}) { key } b: put(key: "b", value: {}) { key } }"#,
            kv: .init()
        )
        var execution = Execution(nullable)
        execution.resume(execution.fetches()[0].id, error: FieldError("no", code: ErrorCode(rawValue: "KEY_EXISTS")))
        #expect(execution.fetches().map(\.responseKey) == ["b"])

        let strict = try PreparedOperation(
            #"mutation { a: strictPut(key: "a") { key } b: put(key: "b", value: {}) { key } }"#,
            kv: .init()
        )
        var stopped = Execution(strict)
        stopped.resume(stopped.fetches()[0].id, error: FieldError("no", code: ErrorCode(rawValue: "KEY_EXISTS")))
        #expect(stopped.fetches().isEmpty)
        #expect(stopped.isComplete == true)
        #expect(
            stopped.text()
                == #"{"data":null,"errors":[{"message":"no","locations":[{"line":1,"column":12}],"path":["a"],"#
                + #""extensions":{"code":"KEY_EXISTS"}}]}"#
        )
    }

    @Test("an error has the host's extensions")
    func extensions() throws {
        var execution = Execution(try PreparedOperation(#"{ get(key: "a") { key } }"#, kv: .init()))
        let error = FieldError(
            "Another revision.",
            code: ErrorCode(rawValue: "REVISION_CONFLICT"),
            extensions: ["currentRevision": 7]
        )
        execution.resume(execution.fetches()[0].id, error: error)
        #expect(
            execution.text()
                == #"{"data":{"get":null},"errors":[{"message":"Another revision.","locations":[{"line":1,"column":3}],"#
                + #""path":["get"],"extensions":{"code":"REVISION_CONFLICT","currentRevision":7}}]}"#
        )
    }

    @Test("nested fetches of a list keep their places, whatever the order of their results")
    func nested() throws {
        let operation = try PreparedOperation("{ entries { key history { key } revision } }", kv: .init())
        var execution = Execution(operation)
        let root = execution.fetches()
        execution.resume(root[0].id) { $0.list(of: ["a", "b", "c"].map { EntryRecord(key: $0) }) }
        let nested = execution.fetches()
        #expect(nested.map { $0.parent as? String } == ["a", "b", "c"])
        for fetch in nested.reversed() {
            let key = (fetch.parent as? String ?? "") + "0"
            execution.resume(fetch.id) { $0.list(of: [EntryRecord(key: key)]) }
        }
        #expect(
            execution.text()
                == #"{"data":{"entries":[{"key":"a","history":[{"key":"a0"}],"revision":1},"#
                + #"{"key":"b","history":[{"key":"b0"}],"revision":1},{"key":"c","history":[{"key":"c0"}],"revision":1}]}}"#
        )
    }

    @Test("an unanswered fetch is an error in the response")
    func unanswered() throws {
        var execution = Execution(try PreparedOperation(#"{ get(key: "a") { key } keys }"#, kv: .init()))
        execution.resume(execution.fetches()[0].id, record: EntryRecord())
        let response = try JSONValue(parsing: execution.finish() as [UInt8])
        #expect(response["data"] == .null)
        #expect(response["errors"]?[0]?["extensions"]?["code"] == "INTERNAL_SERVER_ERROR")
        #expect(response["errors"]?[0]?["path"] == ["keys"])
    }

    @Test("a second result, and one that was not asked for, change nothing")
    func strangeResults() throws {
        let operation = try PreparedOperation(#"{ get(key: "a") { key } }"#, kv: .init())
        let many = try PreparedOperation(#"{ a: keys b: keys c: keys }"#, kv: .init())
        var other = Execution(many)
        let foreign = other.fetches()[2].id
        var execution = Execution(operation)
        let id = execution.fetches()[0].id
        execution.resume(foreign, record: EntryRecord(key: "foreign"))
        #expect(execution.isComplete == false)
        execution.resume(id, record: EntryRecord(key: "a"))
        execution.resume(id, record: EntryRecord(key: "again"))
        #expect(execution.text() == #"{"data":{"get":{"key":"a"}}}"#)
    }

    @Test("a second value for a field is ignored, none is null")
    func carelessHost() throws {
        struct Careless: ResolvedRecord {
            func resolve(_ property: String, into completion: inout FieldCompletion) {
                guard property == "key" else { return }
                completion.string("first")
                completion.string("second")
                completion.null()
            }
        }
        var execution = Execution(try PreparedOperation(#"{ get(key: "a") { key value { token } } }"#, kv: .init()))
        execution.resume(execution.fetches()[0].id, record: Careless())
        #expect(execution.text() == #"{"data":{"get":{"key":"first","value":null}}}"#)
    }

    @Test("root fields with a property come from the root record")
    func root() throws {
        struct Root: ResolvedRecord {
            func resolve(_ property: String, into completion: inout FieldCompletion) { completion.string(property) }
        }
        var execution = Execution(try PreparedOperation("{ version }", kv: .init()), root: Root())
        #expect(execution.isComplete == true)
        #expect(execution.text() == #"{"data":{"version":"version"}}"#)
    }

    @Test("a fetch below an object that came as JSON has that object as its parent")
    func jsonParent() throws {
        var execution = Execution(try PreparedOperation(#"{ get(key: "a") { history { key } } }"#, kv: .init()))
        execution.resume(execution.fetches()[0].id, json: Array(#"{"key":"a","revision":3}"#.utf8).span)
        let nested = execution.fetches()
        #expect(nested.first?.parent as? JSONValue == ["key": "a", "revision": 3])
    }

    @Test("the size of a response without errors is known before it is written")
    func size() throws {
        var execution = Execution(try PreparedOperation("{ keys entries { key history { key } } }", kv: .init()))
        let fetches = execution.fetches()
        execution.resume(fetches[1].id) { $0.list(of: ["a", "b"].map { EntryRecord(key: $0) }) }
        execution.resume(fetches[0].id) { $0.list(count: 3) { index, item in item.string("key \(index)") } }
        for fetch in execution.fetches() { execution.resume(fetch.id) { $0.null() } }
        let size = execution.responseSize
        #expect(execution.errorCount == 0)
        #expect(execution.text().utf8.count == size)
    }
}
