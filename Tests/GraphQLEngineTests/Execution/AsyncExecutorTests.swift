import GraphQLEngine
import JSON
import Synchronization
import Testing

@Suite("The asynchronous executor")
struct AsyncExecutorTests {
    /// Lets everybody through once so many have arrived.
    private actor Barrier {
        private let count: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(_ count: Int) { self.count = count }

        func arrive() async {
            if waiting.count + 1 == count {
                for continuation in waiting { continuation.resume() }
                waiting = []
            } else {
                await withCheckedContinuation { waiting.append($0) }
            }
        }
    }

    @Test("fields of a query are resolved side by side")
    func concurrent() async throws {
        let operation = try PreparedOperation(
            #"{ a: get(key: "a") { key } b: get(key: "b") { key } c: get(key: "c") { key } }"#,
            kv: .init()
        )
        let barrier = Barrier(3)
        let executor = AsyncExecutor { fetch in
            await barrier.arrive()
            return .record(EntryRecord(key: fetch.arguments["key"]?.string ?? ""))
        }
        let response = try await executor.execute(operation)
        #expect(
            String(decoding: response, as: UTF8.self) == #"{"data":{"a":{"key":"a"},"b":{"key":"b"},"c":{"key":"c"}}}"#
        )
    }

    @Test("fields of a mutation are resolved one after another")
    func serial() async throws {
        let operation = try PreparedOperation(
            #"mutation { a: strictPut(key: "a") { key history { key } } b: strictPut(key: "b") { key } }"#,
            kv: .init()
        )
        let log = Mutex<[String]>([])
        let executor = AsyncExecutor { fetch in
            log.withLock { $0.append("begin \(fetch.responseKey)") }
            await Task.yield()
            log.withLock { $0.append("end \(fetch.responseKey)") }
            return fetch.tag == KV.Tag.history ? .list([]) : .json(Array(#"{"key":"k"}"#.utf8))
        }
        _ = try await executor.execute(operation)
        #expect(
            log.withLock { $0 }
                == ["begin a", "end a", "begin history", "end history", "begin b", "end b"]
        )
    }

    @Test("a FieldError is told, any other error is not")
    func errors() async throws {
        struct Secret: Error {}
        let operation = try PreparedOperation(#"{ a: get(key: "a") { key } b: get(key: "b") { key } }"#, kv: .init())
        let executor = AsyncExecutor { fetch in
            if fetch.responseKey == "a" { throw FieldError("told") }
            throw Secret()
        }
        let response = try JSONValue(parsing: try await executor.execute(operation))
        let messages = response["errors"]?.array?.compactMap { $0["message"]?.string } ?? []
        #expect(Set(messages) == ["told", "Internal server error."])
    }

    @Test("cancelling reaches the resolvers")
    func cancellation() async throws {
        let operation = try PreparedOperation("{ keys }", kv: .init())
        let (started, signal) = AsyncStream<Void>.makeStream()
        let executor = AsyncExecutor { _ in
            signal.yield()
            let (forever, _) = AsyncStream<Void>.makeStream()
            // Ends only because the task is cancelled.
            for await _ in forever {}
            return .list([])
        }
        let task = Task { try await executor.execute(operation) }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a subscription gives one response for each event and ends with its source")
    func subscription() async throws {
        let operation = try PreparedOperation("subscription { watch(keys: []) { key history { key } } }", kv: .init())
        let executor = AsyncExecutor { fetch in .list([.record(EntryRecord(key: "old"))]) }
        let responses = try executor.subscribe(operation) { fetch in
            #expect(fetch.tag == KV.Tag.watch)
            return AsyncStream<ResolvedValue> { events in
                for key in ["a", "b"] { events.yield(.record(EntryRecord(key: key))) }
                events.finish()
            }
        }
        var texts: [String] = []
        for try await response in responses { texts.append(String(decoding: response, as: UTF8.self)) }
        #expect(
            texts == [
                #"{"data":{"watch":{"key":"a","history":[{"key":"old"}]}}}"#,
                #"{"data":{"watch":{"key":"b","history":[{"key":"old"}]}}}"#,
            ]
        )
    }

    @Test("values in every form fit their types")
    func forms() async throws {
        let operation = try PreparedOperation("{ keys entries { revision } pet { __typename } }", kv: .init())
        let executor = AsyncExecutor { fetch in
            switch fetch.tag {
            case KV.Tag.keys: .list([.string("a"), .value("b"), .json(Array(#""c""#.utf8))])
            case KV.Tag.entries: .value([["revision": 1], ["revision": 2.0]])
            default: .null
            }
        }
        let response = try JSONValue(parsing: try await executor.execute(operation))
        #expect(
            response == [
                "data": ["keys": ["a", "b", "c"], "entries": [["revision": 1], ["revision": 2]], "pet": .null]
            ]
        )
    }
}
