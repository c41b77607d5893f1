import GraphQLEngine
import JSON
import Testing

@Suite("Memory of executions used again")
struct ExecutionPoolTests {
    @Test("an execution that ends leaves its memory, and the next one takes it")
    func reuse() throws {
        let pool = ExecutionPool()
        let operation = try PreparedOperation(
            "query ($k: String!) { get(key: $k) { key value { token } } }",
            kv: .init()
        )
        for key in ["a", "a longer key than a small string holds", "c"] {
            var execution = try Execution(operation, variables: Array(#"{"k":"\#(key)"}"#.utf8).span, pool: pool)
            #expect(pool.count == 0)
            for fetch in execution.fetches() {
                #expect(fetch.arguments["key"]?.string == key)
                execution.resume(fetch.id, record: EntryRecord(key: key))
            }
            #expect(execution.text() == #"{"data":{"get":{"key":"\#(key)","value":{"token":"t"}}}}"#)
            _ = consume execution
            #expect(pool.count == 1)
        }
    }

    @Test("nothing of an execution is seen by the next: errors, fetches without an answer, other variables")
    func separate() throws {
        let pool = ExecutionPool()
        let schema = try KV.schema()
        let failing = try PreparedOperation(
            "query ($k: String!) { strict(key: $k) { key } get(key: $k) { history { key } value { must } } keys }",
            schema: schema
        )
        let plain = try PreparedOperation(
            "query ($b: Boolean = true) { a: __typename @include(if: $b) }",
            schema: schema
        )
        for step in 0..<4 {
            do {
                var execution = try Execution(failing, variables: Array(#"{"k":"secret"}"#.utf8).span, pool: pool)
                let fetches = execution.fetches()
                if step > 0 { execution.resume(fetches[1].id, record: EntryRecord()) }
                if step > 1 { execution.resume(fetches[0].id) { $0.error(FieldError("no")) } }
                if step > 2 { #expect(execution.text().contains(#""data":null,"errors":["#)) }
            }
            var execution = try Execution(plain, variables: Array("{}".utf8).span, pool: pool)
            #expect(execution.errorCount == 0)
            #expect(execution.isComplete == true)
            #expect(execution.nextFetch() == nil)
            #expect(execution.responseSize == 22)
            #expect(execution.text() == #"{"data":{"a":"Query"}}"#)
        }
    }

    @Test("a fetch stays as it is after its execution is over")
    func fetchOutlives() throws {
        let pool = ExecutionPool()
        let operation = try PreparedOperation("query ($k: String!) { get(key: $k) { key } }", kv: .init())
        var fetches: [Fetch] = []
        for key in ["a", "b", "c"] {
            var execution = try Execution(operation, variables: Array(#"{"k":"\#(key)"}"#.utf8).span, pool: pool)
            fetches += execution.fetches()
        }
        #expect(fetches.map { $0.arguments["key"]?.string } == ["a", "b", "c"])
    }

    @Test("variables that do not fit leave nothing behind")
    func refused() throws {
        let pool = ExecutionPool()
        let operation = try PreparedOperation("query ($k: String!) { get(key: $k) { key } }", kv: .init())
        for text in [#"{"k":"a"}"#, "{}", #"{"k":1}"#, "[", #"{"k":"b"}"#] {
            do throws(RequestErrors) {
                var execution = try Execution(operation, variables: Array(text.utf8).span, pool: pool)
                let arguments = execution.fetches().map { JSONValue.object($0.arguments.object).description }
                #expect(arguments == [text.replacing("k", with: "key")])
            } catch {
                #expect(error.errors.count == 1)
            }
        }
    }

    @Test("no more is kept than the capacity, nothing large, and nothing after it is removed")
    func bounds() throws {
        let pool = ExecutionPool(capacity: 2)
        let operation = try PreparedOperation("{ keys }", kv: .init())
        do {
            let first = Execution(operation, pool: pool)
            let second = Execution(operation, pool: pool)
            let third = Execution(operation, pool: pool)
            #expect([first.isComplete, second.isComplete, third.isComplete] == [false, false, false])
        }
        #expect(pool.count == 2)
        pool.removeAll()
        #expect(pool.count == 0)
        do {
            var execution = Execution(operation, pool: pool)
            for fetch in execution.fetches() {
                execution.resume(fetch.id) { $0.list(count: 20_000) { _, item in item.string("a key") } }
            }
            #expect(execution.responseSize == 160_019)
        }
        #expect(pool.count == 0)
    }
}
