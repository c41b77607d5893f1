import GraphQLEngine
import JSON

/// A key-value schema: every root field is a fetch, and an entry's history is a fetch below one.
enum KV {
    enum Tag {
        static let get = 1
        static let entries = 2
        static let strict = 3
        static let keys = 4
        static let put = 5
        static let watch = 6
        static let history = 7
        static let pet = 8
        static let strictHistory = 9
    }

    static func schema() throws -> Schema {
        var builder = SchemaBuilder()
        let key = SchemaBuilder.InputValue("key", type: "String!")
        builder.object(
            "Query",
            fields: [
                .init("get", type: "Entry", arguments: [key], resolution: .fetch(tag: Tag.get)),
                .init("entries", type: "[Entry!]", resolution: .fetch(tag: Tag.entries)),
                .init("strict", type: "Entry!", arguments: [key], resolution: .fetch(tag: Tag.strict)),
                .init("keys", type: "[String!]!", resolution: .fetch(tag: Tag.keys)),
                .init("pet", type: "Pet", resolution: .fetch(tag: Tag.pet)),
                .init("version", type: "String!"),
            ]
        )
        builder.object(
            "Mutation",
            fields: [
                .init(
                    "put",
                    type: "Entry",
                    arguments: [key, .init("value", type: "ValueInput!")],
                    resolution: .fetch(tag: Tag.put)
                ),
                .init("strictPut", type: "Entry!", arguments: [key], resolution: .fetch(tag: Tag.put)),
            ]
        )
        builder.object(
            "Subscription",
            fields: [
                .init(
                    "watch",
                    type: "Entry!",
                    arguments: [.init("keys", type: "[String!]!")],
                    resolution: .fetch(tag: Tag.watch)
                )
            ]
        )
        builder.object(
            "Entry",
            fields: [
                .init("key", type: "String!"),
                .init("value", type: "Value"),
                .init("revision", type: "Int!"),
                .init(
                    "history",
                    type: "[Entry!]",
                    arguments: [.init("last", type: "Int", defaultValue: 5)],
                    resolution: .fetch(tag: Tag.history)
                ),
                .init("strictHistory", type: "[Entry!]!", resolution: .fetch(tag: Tag.strictHistory)),
            ]
        )
        builder.object(
            "Value",
            fields: [
                .init("token", type: "String"),
                .init("count", type: "Int", resolution: .property("the count")),
                .init("ratio", type: "Float"),
                .init("must", type: "String!"),
                .init("tags", type: "[String!]"),
                .init("inner", type: "Value"),
                .init("any", type: "JSON"),
                .init("color", type: "Color"),
                .init("pet", type: "Pet"),
            ]
        )
        builder.inputObject(
            "ValueInput",
            fields: [
                .init("token", type: "String"),
                .init("count", type: "Int", defaultValue: 1, outputName: "the count"),
            ]
        )
        builder.enum("Color", values: [.init("RED"), .init("GREEN")])
        builder.scalar("JSON")
        builder.union("Pet", members: ["Cat", "Dog"])
        builder.object("Cat", fields: [.init("name", type: "String!"), .init("lives", type: "Int")])
        builder.object("Dog", fields: [.init("name", type: "String"), .init("barks", type: "Boolean!")])
        return try builder.build()
    }
}

/// An entry as a host would have it: no tree.
struct EntryRecord: ResolvedRecord, Sendable {
    var key = "a"
    var value = #"{"token":"t"}"#
    var revision: Int64 = 1

    var fetchParent: (any Sendable)? { key }

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "key": completion.string(key)
        case "value": completion.json(Array(value.utf8).span)
        case "revision": completion.int(revision)
        default: completion.null()
        }
    }
}

extension PreparedOperation {
    convenience init(_ text: String, kv limits: OperationLimits = OperationLimits()) throws {
        try self.init(text, schema: KV.schema(), limits: limits)
    }
}

extension Execution {
    /// All fetches that are due.
    mutating func fetches() -> [Fetch] {
        var fetches: [Fetch] = []
        while let fetch = nextFetch() { fetches.append(fetch) }
        return fetches
    }

    mutating func text() -> String {
        String(decoding: finish() as [UInt8], as: UTF8.self)
    }
}

/// The response to an operation whose root fields are all answered with the same JSON text.
func project(_ json: String, _ text: String) throws -> String {
    var execution = Execution(try PreparedOperation(text, kv: OperationLimits()))
    for fetch in execution.fetches() { execution.resume(fetch.id, json: Array(json.utf8).span) }
    return execution.text()
}
