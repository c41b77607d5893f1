import GraphQLEngine
import JSON
import Testing

@Suite("Projection of JSON text")
struct ProjectionTests {
    private func value(_ json: String, _ selection: String) throws -> String {
        try project(#"{"key":"k","value":\#(json),"revision":1}"#, #"{ get(key: "a") { value \#(selection) } }"#)
    }

    @Test(
        "fields come in the order of the selection, whatever that of the members",
        arguments: [
            #"{"token":"t","ratio":1,"tags":["x"]}"#,
            #"{ "tags" : [ "x" ] , "ratio" : 1 , "token" : "t" }"#,
            #"{"other":{"token":"no"},"ratio":1,"tags":["x"],"more":[[]],"token":"t"}"#,
            #"{"token":"first","ratio":1,"tags":["x"],"token":"t"}"#,
            #"{"\u0074oken":"t","ratio":1,"tags":["x"]}"#,
        ]
    )
    func order(json: String) throws {
        #expect(
            try value(json, "{ ratio token tags again: token }")
                == #"{"data":{"get":{"value":{"ratio":1,"token":"t","tags":["x"],"again":"t"}}}}"#
        )
    }

    @Test(
        "numbers and strings pass as they are written",
        arguments: ["1.50", "1e3", "-0", "123456789012345678901234567890"]
    )
    func asWritten(number: String) throws {
        #expect(
            try value(#"{"ratio":\#(number),"token":"\u00e9\/"}"#, "{ ratio token }")
                == #"{"data":{"get":{"value":{"ratio":\#(number),"token":"\u00e9\/"}}}}"#
        )
    }

    @Test("a field takes the member that its resolution names")
    func property() throws {
        #expect(
            try value(#"{"the count":3,"count":4}"#, "{ count }")
                == #"{"data":{"get":{"value":{"count":3}}}}"#
        )
    }

    @Test("a missing member is null")
    func missing() throws {
        #expect(try value("{}", "{ token tags }") == #"{"data":{"get":{"value":{"token":null,"tags":null}}}}"#)
    }

    @Test(
        "a value that does not fit is an error at its place",
        arguments: [
            (#"{"token":[1]}"#, "{ token }", #"{"token":null}"#, #"["get","value","token"]"#),
            (#"{"tags":["a",null]}"#, "{ tags }", #"{"tags":null}"#, #"["get","value","tags",1]"#),
            (#"{"tags":"a"}"#, "{ tags }", #"{"tags":null}"#, #"["get","value","tags"]"#),
            (#"{"color":"BLUE"}"#, "{ color }", #"{"color":null}"#, #"["get","value","color"]"#),
            (#"{"the count":2147483648}"#, "{ count }", #"{"count":null}"#, #"["get","value","count"]"#),
            (#"{"inner":{"must":null}}"#, "{ inner { must } }", #"{"inner":null}"#, #"["get","value","inner","must"]"#),
            (#"{"inner":5}"#, "{ inner { token } }", #"{"inner":null}"#, #"["get","value","inner"]"#),
            (#"{"pet":{"name":"x"}}"#, "{ pet { __typename } }", #"{"pet":null}"#, #"["get","value","pet"]"#),
            (#"{"pet":{"__typename":"Value"}}"#, "{ pet { __typename } }", #"{"pet":null}"#, #"["get","value","pet"]"#),
            (#"{"token":"#, "{ token }", "null", #"["get","value"]"#),
            (#"{"token":"a"}x"#, "{ token }", "null", #"["get","value"]"#),
        ]
    )
    func misfit(json: String, selection: String, data: String, path: String) throws {
        var execution = Execution(try PreparedOperation(#"{ get(key: "a") { value \#(selection) } }"#, kv: .init()))
        execution.resume(execution.fetches()[0].id, record: EntryRecord(value: json))
        let response = try JSONValue(parsing: execution.finish() as [UInt8])
        #expect(response["data"]?["get"]?["value"] == (try JSONValue(parsing: data)))
        #expect(response["errors"]?.array?.count == 1)
        #expect(response["errors"]?[0]?["path"] == (try JSONValue(parsing: path)))
    }

    @Test("values of a union resolve by __typename")
    func union() throws {
        #expect(
            try value(
                #"{"pet":{"__typename":"Dog","name":"Rex","barks":true}}"#,
                "{ pet { __typename ... on Cat { lives } ... on Dog { barks called: name } } }"
            ) == #"{"data":{"get":{"value":{"pet":{"__typename":"Dog","barks":true,"called":"Rex"}}}}}"#
        )
    }

    @Test("custom scalars pass whole")
    func custom() throws {
        #expect(
            try value(#"{"any":{"a":[1,{"b":null}]}}"#, "{ any }")
                == #"{"data":{"get":{"value":{"any":{"a":[1,{"b":null}]}}}}}"#
        )
    }

    @Test("text that is not UTF-8 or nested too deep is an error, not a crash")
    func hostile() throws {
        let operation = try PreparedOperation("{ entries { value { any } } }", kv: .init())
        let deep = String(repeating: "[", count: 100_000)
        for bytes in [Array(deep.utf8), [0x22, 0xFF, 0x22], Array("\u{FEFF}[]".utf8), []] {
            var execution = Execution(operation)
            execution.resume(execution.fetches()[0].id, json: bytes.span)
            let response = try JSONValue(parsing: execution.finish() as [UInt8])
            #expect(response["data"] == ["entries": .null])
            #expect(response["errors"]?.array?.count == 1)
        }
    }

    @Test(
        "a host's check sees the text and its structure first; what it finds is the field's error",
        arguments: [
            (#"{"token":"t"}"#, 3, nil, #"{"data":{"entries":[{"value":{"token":"t"}}]}}"#),
            (#"{"token":1}"#, 3, "refused", #"{"data":{"entries":[{"value":null}]},"errors":[{"message":"refused""#),
            (#"{"token":"#, 0, "no JSON", #"{"data":{"entries":[{"value":null}]},"errors":[{"message":"no JSON""#),
            ("[", 0, nil, #"{"data":{"entries":[{"value":null}]},"errors":[{"message":"The value is not valid"#),
        ]
    )
    func checked(text: String, entries: Int, error: String?, response: String) throws {
        struct Checked: ResolvedRecord {
            let text: [UInt8]
            let entries: Int
            let error: String?

            func resolve(_ property: String, into completion: inout FieldCompletion) {
                completion.json(text.span) { text, structure in
                    #expect(structure.count == entries)
                    return error.map { FieldError($0) }
                }
            }
        }
        var execution = Execution(try PreparedOperation("{ entries { value { token } } }", kv: .init()))
        let record = Checked(text: Array(text.utf8), entries: entries, error: error)
        execution.resume(execution.fetches()[0].id) { $0.list(of: [record]) }
        #expect(execution.text().hasPrefix(response))
    }

    @Test("a large result with an error at every item lists only the first thousand")
    func manyErrors() throws {
        let json = "[" + Array(repeating: "[]", count: 1500).joined(separator: ",") + "]"
        let response = try JSONValue(parsing: Array(project(json, "{ entries { key } }").utf8))
        #expect(response["errors"]?.array?.count == 1)
        let tags = #"{"inner":{"tags":["a"]},"pet":1}"#
        let list = "[" + Array(repeating: #"{"value":\#(tags)}"#, count: 1500).joined(separator: ",") + "]"
        let many = try JSONValue(parsing: Array(project(list, "{ entries { value { pet { __typename } } } }").utf8))
        #expect(many["errors"]?.array?.count == 1001)
        #expect(many["errors"]?[1000]?["message"] == "500 more errors are not listed.")
    }

    @Test("a message shows a large value cut short")
    func largeValue() throws {
        let large = String(repeating: "e\u{301}", count: 100_000)
        let response = try value(#"{"color":"\#(large)"}"#, "{ color }")
        #expect(response.utf8.count < 2000)
    }
}
