import GraphQLEngine
import JSON
import Testing

@Suite("Plans")
struct PlanningTests {
    /// More object types behind one interface than are planned ahead.
    private static let typeCount = 12

    private func manyTypes() throws -> Schema {
        var builder = SchemaBuilder()
        builder.object("Query", fields: [.init("nodes", type: "[Node!]!", resolution: .fetch(tag: 1))])
        builder.interface("Node", fields: [.init("id", type: "Int!"), .init("next", type: "Node")])
        for index in 0..<Self.typeCount {
            builder.object(
                "T\(index)",
                interfaces: ["Node"],
                fields: [
                    .init("id", type: "Int!"), .init("next", type: "Node"), .init("own\(index)", type: "String"),
                    .init("more", type: "String", resolution: .fetch(tag: 2)),
                ]
            )
        }
        return try builder.build()
    }

    private let text = """
        {
          nodes {
            id
            ... on T3 { own3 more }
            next { __typename ... on T7 { own7 } ... on T11 { next { id } } }
          }
        }
        """

    private func json(_ indices: [Int]) -> [UInt8] {
        let items = indices.map { index in
            let inner = #"{"__typename":"T\#(index)","id":\#(index),"own\#(index)":"o\#(index)"}"#
            return #"{"__typename":"T\#(index)","id":\#(index),"own\#(index)":"o","next":"#
                + String(inner.dropLast()) + #","next":\#(inner)}}"#
        }
        return Array("[\(items.joined(separator: ","))]".utf8)
    }

    private func expected(_ indices: [Int]) -> JSONValue {
        .array(
            indices.map { index in
                var node: JSONObject = ["id": .number(JSONNumber(index))]
                if index == 3 {
                    node["own3"] = "o"
                    node["more"] = "m"
                }
                var next: JSONObject = ["__typename": .string("T\(index)")]
                if index == 7 { next["own7"] = "o7" }
                if index == 11 { next["next"] = ["id": 11] }
                node["next"] = .object(next)
                return .object(node)
            }
        )
    }

    private func run(_ operation: PreparedOperation, _ indices: [Int]) throws -> JSONValue {
        var execution = Execution(operation)
        while let fetch = execution.nextFetch() {
            if fetch.tag == 1 {
                execution.resume(fetch.id, json: json(indices).span)
            } else {
                execution.resume(fetch.id) { $0.string("m") }
            }
        }
        return try JSONValue(parsing: execution.finish() as [UInt8])
    }

    @Test("types that were not planned ahead are planned when they turn up, once and in any order")
    func lateTypes() throws {
        let schema = try manyTypes()
        let operation = try PreparedOperation(text, schema: schema)
        for indices in [
            [0], [3, 7], [11, 3, 3, 0], Array(0..<Self.typeCount), Array((0..<Self.typeCount).reversed()),
        ] {
            let response = try run(operation, indices)
            #expect(response == ["data": ["nodes": expected(indices)]])
        }
    }

    @Test("a selection on an abstract type says what may be asked for")
    func abstractSelection() throws {
        var execution = Execution(try PreparedOperation(text, schema: manyTypes()))
        let undecided = try #require(execution.fetches().first).selection
        #expect(undecided.contains("anything"))
        var pet = Execution(try PreparedOperation("{ pet { ... on Cat { lives } } }", kv: .init()))
        let decided = try #require(pet.fetches().first).selection
        #expect(decided.contains("lives"))
        #expect(!decided.contains("barks"))
    }

    @Test("executions on many threads share what they plan")
    func concurrent() async throws {
        let operation = try PreparedOperation(text, schema: manyTypes())
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for seed in 0..<32 {
                group.addTask {
                    var random = SeededRandom(seed: UInt64(seed))
                    let indices = Array(0..<Self.typeCount).shuffled(using: &random)
                    return try run(operation, indices) == ["data": ["nodes": expected(indices)]]
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("each assignment of the variables in conditions has a plan of its own", arguments: 0..<64)
    func conditions(bits: Int) throws {
        let operation = try Self.conditional.get()
        let names = Self.names
        let isOn = (0..<6).map { bits & (1 << $0) != 0 }
        let variables = "{" + zip(names, isOn).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        let values = try operation.coerceVariables(Array(variables.utf8).span)
        struct Root: ResolvedRecord {
            func resolve(_ property: String, into completion: inout FieldCompletion) { completion.string("1") }
        }
        var execution = Execution(operation, variables: values, root: Root())
        let data = try JSONValue(parsing: execution.finish() as [UInt8])["data"]?.object
        // A key stands where it is first selected by a field that is included.
        var keys = zip(names, isOn).filter(\.1).map(\.0) + ["last"]
        if !isOn[0] { keys.append("v0") }
        #expect(data?.names == keys)
    }

    private static let names = (0..<6).map { "v\($0)" }

    /// One operation for all cases, with more assignments than it keeps plans.
    private static let conditional = Result {
        let definitions = names.map { "$\($0): Boolean!" }.joined(separator: ", ")
        let fields = names.map { "\($0): version @include(if: $\($0))" }.joined(separator: " ")
        return try PreparedOperation("query (\(definitions)) { \(fields) last: version v0: version }", kv: .init())
    }

    @Test("a plan stays small where fragments are spread on every level")
    func shared() throws {
        var text = "{ entries { value { ...F0 } } }"
        for level in 0..<50 {
            let inner = level == 49 ? "token" : "...F\(level + 1)"
            text += " fragment F\(level) on Value { a: inner { \(inner) } b: inner { \(inner) } }"
        }
        var limits = OperationLimits()
        limits.cost = .max
        limits.aliases = .max
        // Planned selection by selection it would take 2^50 of them.
        let operation = try PreparedOperation(text, schema: KV.schema(), limits: limits)
        var execution = Execution(operation)
        execution.resume(execution.fetches()[0].id, json: Array(#"[{"value":{"inner":{"token":"t"}}}]"#.utf8).span)
        #expect(execution.text().hasPrefix(#"{"data":{"entries":[{"value":{"a":{"a":null"#))
    }
}
