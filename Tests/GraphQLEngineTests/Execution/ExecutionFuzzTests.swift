import Foundation
import GraphQLEngine
import JSON
import Testing

@Suite("Random operations with random results")
struct ExecutionFuzzTests {
    /// `KVGRAPH_FUZZ` says how many inputs; a short run is part of every test run.
    private static let count = ProcessInfo.processInfo.environment["KVGRAPH_FUZZ"].flatMap { Int($0) } ?? 1_500
    private static let seed = ProcessInfo.processInfo.environment["KVGRAPH_FUZZ_SEED"].flatMap { UInt64($0) }

    @Test(
        "the response is sound, and the same whatever the order of the results, the form of the values and the memory"
    )
    func responses() throws {
        let seed = Self.seed ?? UInt64.random(in: 0...UInt64.max)
        let schema = try KV.schema()
        var generator = RandomOperation(schema: schema, seed: seed)
        let pool = ExecutionPool()
        var executed = 0
        for number in 0..<Self.count {
            let kind: OperationKind = [.query, .query, .mutation].randomElement(using: &generator.random) ?? .query
            let (text, variables) = generator.document(kind)
            guard let operation = try? PreparedOperation(text, schema: schema) else { continue }
            executed += 1
            let results = generator.random.next()
            let comment = Comment(rawValue: "seed \(seed), input \(number): \(text) \(variables)")
            let first = try Run(operation, variables, results: results, order: 1, form: .text, schema)
            try first.checkSound(comment)
            let shuffled = try Run(
                operation,
                variables,
                results: results,
                order: generator.random.next(),
                form: .text,
                schema,
                pool
            )
            #expect(shuffled.data == first.data, comment)
            let records = try Run(operation, variables, results: results, order: 1, form: .record, schema, pool)
            #expect(records.data == first.data, comment)
            #expect(records.errorPaths == first.errorPaths, comment)
        }
        #expect(executed > Self.count / 3, "seed \(seed)")
    }

    @Test("damaged documents, variables and results never trap and always give JSON")
    func damaged() throws {
        let seed = Self.seed ?? UInt64.random(in: 0...UInt64.max)
        let schema = try KV.schema()
        var generator = RandomOperation(schema: schema, seed: seed)
        for number in 0..<Self.count {
            let (text, variables) = generator.document(.query)
            let bytes = generator.chance(60) ? Array(text.utf8) : generator.damaged(Array(text.utf8))
            let comment = Comment(rawValue: "seed \(seed), input \(number): \(bytes)")
            do {
                let operation = try PreparedOperation(bytes, schema: schema)
                let json = generator.chance(80) ? Array(variables.utf8) : generator.damaged(Array(variables.utf8))
                var execution = try Execution(operation, variables: json.span)
                while let fetch = execution.nextFetch() {
                    let value = generator.value(try schema.type(of: fetch)).bytes()
                    let result = generator.chance(50) ? value : generator.damaged(value)
                    execution.resume(fetch.id, json: result.span)
                }
                _ = try JSONValue(parsing: execution.finish() as [UInt8])
            } catch let errors as RequestErrors {
                #expect(throws: Never.self, comment) { _ = try JSONValue(parsing: errors.response()) }
            }
        }
    }
}

extension Schema {
    fileprivate func type(of fetch: Fetch) throws -> TypeReference {
        try #require(type(named: fetch.parentType)?.fields?[fetch.fieldName]?.type)
    }
}

/// One run of an operation whose results depend only on a seed and the places of the fetches.
private struct Run {
    enum Form { case text, record }

    let data: JSONValue?
    let errors: [JSONValue]

    var errorPaths: [String] { errors.map { $0["path"]?.description ?? "" }.sorted() }

    init(
        _ operation: PreparedOperation,
        _ variables: String,
        results: UInt64,
        order: UInt64,
        form: Form,
        _ schema: Schema,
        _ pool: ExecutionPool? = nil
    ) throws {
        var execution = try Execution(operation, variables: Array(variables.utf8).span, pool: pool)
        var random = SeededRandom(seed: order)
        var due: [(fetch: Fetch, place: String)] = []
        func place(_ fetch: Fetch) -> String { "\(fetch.parent as? String ?? "").\(fetch.responseKey)" }
        while true {
            while let fetch = execution.nextFetch() { due.append((fetch, place(fetch))) }
            guard !due.isEmpty else { break }
            let index = order == 1 ? 0 : Int.random(in: 0..<due.count, using: &random)
            let (fetch, place) = due.remove(at: index)
            var hash: UInt64 = results
            for byte in place.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            var generator = RandomOperation(schema: schema, seed: hash)
            let value = generator.value(try schema.type(of: fetch))
            switch form {
            case .text: execution.resume(fetch.id, json: value.bytes().span)
            case .record: execution.resume(fetch.id) { PlainRecord.put(value, into: &$0) }
            }
        }
        #expect(execution.isComplete == true)
        let response = try JSONValue(parsing: execution.finish() as [UInt8])
        data = response["data"]
        errors = response["errors"]?.array ?? []
    }

    /// `data` is there, and every error has a place whose value is null, there or above.
    func checkSound(_ comment: Comment) throws {
        let data = try #require(data, comment)
        #expect(!errors.isEmpty || !data.isNull, comment)
        for error in errors {
            #expect(error["locations"]?.array?.isEmpty == false, comment)
            var here = data
            for segment in error["path"]?.array ?? [] {
                if here.isNull { break }
                let next = segment.string.map { here[$0] } ?? here[Int(segment.number?.int64 ?? 0)]
                here = try #require(next, comment)
            }
            #expect(here.isNull, comment)
        }
    }
}

/// A JSON tree as a record.
private struct PlainRecord: ResolvedRecord {
    let value: JSONObject

    var typeName: String? { value["__typename"]?.string }

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        Self.put(value[property] ?? .null, into: &completion)
    }

    static func put(_ value: JSONValue, into completion: inout FieldCompletion) {
        switch (completion.expectation, value) {
        case (.object, .object(let object)): completion.record(PlainRecord(value: object))
        case (.list, .array(let elements)):
            completion.list(count: elements.count) { index, item in put(elements[index], into: &item) }
        default: completion.json(value)
        }
    }
}
