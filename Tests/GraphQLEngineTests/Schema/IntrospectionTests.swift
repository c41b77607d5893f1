import GraphQLEngine
import JSON
import Testing

@Suite("Introspection")
struct IntrospectionTests {
    static let schema = try? Schema(
        sdl: """
            "All of it."
            schema { query: Q }
            type Q implements N { id: ID! list(first: Int! = 3, old: Int @deprecated): [[Item!]!]! @deprecated(reason: "r") }
            interface N { id: ID! }
            union Item = Q | R
            type R { e(in: In = {a: [A]}): E }
            enum E { A B @deprecated }
            input In @oneOf { a: [E!] b: Int @deprecated }
            scalar Date @specifiedBy(url: "https://example.com/date")
            directive @d(x: Int = 1, y: Int @deprecated) repeatable on FIELD | QUERY
            """
    )

    private func run(_ query: String) throws -> JSONValue {
        let schema = try #require(Self.schema)
        var execution = Execution(try PreparedOperation(query, schema: schema))
        while execution.nextFetch() != nil {}
        return try JSONValue(parsing: execution.finish())
    }

    @Test("the standard query executed gives what is written straight from the schema")
    func executedAndWritten() throws {
        let schema = try #require(Self.schema)
        let executed = try run(IntrospectionQuery.standard)
        #expect(executed == (try JSONValue(parsing: schema.introspectionJSON())))
        #expect(executed["errors"] == nil)
    }

    @Test("deprecated members are left out unless asked for")
    func deprecatedMembers() throws {
        let result = try run(
            """
            { q: __type(name: "Q") { fields { name } all: fields(includeDeprecated: true) { name args { name } } }
              e: __type(name: "E") { enumValues { name } all: enumValues(includeDeprecated: true) { name } }
              in: __type(name: "In") { inputFields { name } all: inputFields(includeDeprecated: true) { name } } }
            """
        )
        let expected: JSONValue = [
            "q": [
                "fields": [["name": "id"]],
                "all": [["name": "id", "args": []], ["name": "list", "args": [["name": "first"]]]],
            ],
            "e": ["enumValues": [["name": "A"]], "all": [["name": "A"], ["name": "B"]]],
            "in": ["inputFields": [["name": "a"]], "all": [["name": "a"], ["name": "b"]]],
        ]
        #expect(result["data"] == expected)
    }

    @Test("an unknown type is null")
    func unknownType() throws {
        #expect(try run("{ __type(name: \"Nobody\") { name } }") == ["data": ["__type": .null]])
    }

    @Test("what a kind of type has not is null")
    func absentParts() throws {
        let parts =
            "kind fields { name } inputFields { name } enumValues { name } interfaces { name } "
            + "possibleTypes { name } ofType { name } specifiedByURL isOneOf"
        let result = try run("{ d: __type(name: \"Date\") { \(parts) } u: __type(name: \"Item\") { \(parts) } }")
        let none: JSONObject = [
            "fields": .null, "inputFields": .null, "enumValues": .null, "interfaces": .null, "possibleTypes": .null,
            "ofType": .null, "specifiedByURL": .null, "isOneOf": .null,
        ]
        var date = none
        date["kind"] = "SCALAR"
        date["specifiedByURL"] = "https://example.com/date"
        var union = none
        union["kind"] = "UNION"
        union["possibleTypes"] = [["name": "Q"], ["name": "R"]]
        #expect(result["data"] == ["d": .object(date), "u": .object(union)])
    }

    @Test("default values are shown as literals with the defaults of their fields")
    func defaultValues() throws {
        let result = try run("{ __type(name: \"R\") { fields { args { defaultValue } } } }")
        #expect(result["data"]?["__type"]?["fields"]?[0]?["args"]?[0]?["defaultValue"] == "{a: [A]}")
    }

    @Test("a schema made from an introspection result prints as the one that answered")
    func roundTrip() throws {
        let schema = try #require(Self.schema)
        let client = try Schema(introspection: JSONValue(parsing: schema.introspectionJSON()))
        #expect(SchemaPrinter.print(client) == SchemaPrinter.print(schema))
    }

    @Test(
        "an introspection result with something missing is refused",
        arguments: [
            ("{}", "no \"__schema\" in it"),
            ("{\"__schema\":{}}", "missing types"),
            ("{\"__schema\":{\"types\":[{}]}}", "missing a name"),
            ("{\"__schema\":{\"types\":[{\"name\":\"A\"}]}}", "kind of \"A\""),
            (
                "{\"__schema\":{\"types\":[{\"name\":\"A\",\"kind\":\"OBJECT\",\"interfaces\":[]}]}}",
                "missing fields: A"
            ),
            (
                "{\"__schema\":{\"types\":[{\"name\":\"A\",\"kind\":\"OBJECT\",\"interfaces\":[],\"fields\":"
                    + "[{\"name\":\"f\",\"args\":[],\"type\":{\"kind\":\"LIST\"}}]}]}}",
                "Decorated type deeper"
            ),
            (
                "{\"__schema\":{\"queryType\":{\"name\":\"A\"},\"types\":[{\"name\":\"A\",\"kind\":\"OBJECT\","
                    + "\"interfaces\":[],\"fields\":[{\"name\":\"f\",\"args\":[],\"type\":{\"kind\":\"OBJECT\","
                    + "\"name\":\"Gone\"}}]}]}}",
                "Unknown type \"Gone\""
            ),
        ]
    )
    func incompleteResult(_ json: String, _ message: String) throws {
        let error = #expect(throws: SchemaError.self) {
            try Schema(introspection: JSONValue(parsing: json))
        }
        #expect(error?.errors.first?.message.contains(message) == true, "\(error?.description ?? "")")
    }
}
