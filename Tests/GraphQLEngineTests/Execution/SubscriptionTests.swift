import GraphQLEngine
import JSON
import Testing

@Suite("Subscriptions")
struct SubscriptionTests {
    private let text = "subscription ($k: [String!]!) { watch(keys: $k) { key revision history { key } } }"

    @Test("the source is one fetch with the coerced arguments")
    func source() throws {
        let operation = try PreparedOperation(text, kv: .init())
        let subscription = try Subscription(operation, variables: Array(#"{"k":"one"}"#.utf8).span)
        #expect(subscription.source.tag == KV.Tag.watch)
        #expect(subscription.source.arguments["keys"] == ["one"])
        #expect(subscription.source.selection.contains("history"))
    }

    @Test("each event is an execution of its own, with fetches below it")
    func events() throws {
        let operation = try PreparedOperation(text, kv: .init())
        let subscription = try Subscription(operation, variables: Array(#"{"k":["a"]}"#.utf8).span)
        for revision in 1...3 {
            var execution = subscription.execution { $0.record(EntryRecord(key: "a", revision: Int64(revision))) }
            let nested = execution.fetches()
            #expect(nested.map(\.tag) == [KV.Tag.history])
            execution.resume(nested[0].id) { $0.list(count: 0) { _, _ in } }
            #expect(
                execution.text() == #"{"data":{"watch":{"key":"a","revision":\#(revision),"history":[]}}}"#
            )
        }
    }

    @Test("an event that is an error makes an errored response, not an end")
    func failedEvent() throws {
        let operation = try PreparedOperation(#"subscription { watch(keys: []) { key } }"#, kv: .init())
        let subscription = try Subscription(operation, variables: Span())
        var execution = subscription.execution { $0.error(FieldError("gone")) }
        let response = try JSONValue(parsing: execution.finish() as [UInt8])
        #expect(response["data"] == .null)
        #expect(response["errors"]?[0]?["path"] == ["watch"])
    }

    @Test("variables that do not fit and operations of other kinds are refused")
    func refused() throws {
        let operation = try PreparedOperation(text, kv: .init())
        #expect(throws: RequestErrors.self) { try Subscription(operation, variables: Array("{}".utf8).span) }
        let query = try PreparedOperation("{ version }", kv: .init())
        #expect(throws: RequestErrors.self) { try Subscription(query, variables: Span()) }
    }
}
