import Testing

@testable import Gateway

/// The audits of graphql/graphql-http by their ids, and what they leave open.
@Suite("GraphQL over HTTP")
struct GraphQLOverHTTPTests {
    struct Audit: Sendable, CustomTestStringConvertible {
        var id: String
        var body: String?
        var accept: String?
        var contentType: String? = "application/json"
        var status: Int
        var type: String?
        var isWithoutErrors = false
        var isWithoutData = false

        var testDescription: String { id }
    }

    private static let typename = #"{"query":"{ __typename }"}"#
    private static let json = "application/json"
    private static let graphQL = "application/graphql-response+json"
    private static let query = #""query":"{ __typename }""#

    private static let mediaTypes: [Audit] = [
        Audit(id: "22EB", body: typename, accept: graphQL, status: 200, type: graphQL),
        Audit(id: "4655", body: typename, accept: json, status: 200, type: json),
        Audit(id: "47DE", body: typename, accept: "*/*", status: 200, type: json),
        Audit(id: "78D5 2C94 03D4 82A3", body: typename, status: 200, type: json),
        Audit(
            id: "BF61",
            body: #"{"query":"{ __type(name: \"Run🏃Swim🏊\") { name } }"}"#,
            contentType: "application/json; charset=utf-8",
            status: 200,
            isWithoutErrors: true
        ),
        Audit(id: "9ABE", body: typename, contentType: nil, status: 415),
        Audit(id: "9ABE text", body: typename, contentType: "text/plain", status: 415),
        Audit(id: "charset", body: typename, contentType: "application/json; charset=iso-8859-1", status: 415),
        Audit(id: "letter case", body: typename, contentType: "Application/JSON; Charset=UTF-8", status: 200),
        Audit(id: "nothing fits", body: typename, accept: "text/html", status: 406, type: json),
    ]

    private static let parameters: [Audit] = [
        Audit(id: "A5BF", body: nil, status: 400),
        Audit(id: "423L", body: #"{"notquery":"{ __typename }"}"#, accept: graphQL, status: 400, type: graphQL),
        Audit(id: "8764 3E3A", body: #"{"qeury":"{ __typename }"}"#, status: 400, type: json),
        Audit(id: "LKJ0", body: #"{"query":{"obj":"ect"}}"#, status: 400),
        Audit(id: "LKJ1", body: #"{"query":0}"#, status: 400),
        Audit(id: "LKJ2", body: #"{"query":false}"#, status: 400),
        Audit(id: "LKJ3", body: #"{"query":["array"]}"#, status: 400),
        Audit(id: "34A2", body: typename, accept: graphQL, status: 200),
        Audit(id: "13EE", body: typename, accept: json, status: 200, isWithoutErrors: true),
        Audit(id: "6C00", body: "{\(query),\"operationName\":{\"obj\":\"ect\"}}", status: 400),
        Audit(id: "6C01", body: "{\(query),\"operationName\":0}", status: 400),
        Audit(id: "6C02", body: "{\(query),\"operationName\":false}", status: 400),
        Audit(id: "6C03", body: "{\(query),\"operationName\":[\"array\"]}", status: 400),
        Audit(
            id: "8161",
            body: #"{"operationName":"Query","query":"query Query { __typename }"}"#,
            accept: graphQL,
            status: 200,
            isWithoutErrors: true
        ),
        Audit(
            id: "B8B3",
            body: #"{"operationName":"Query","query":"query Query { __typename }"}"#,
            accept: json,
            status: 200,
            isWithoutErrors: true
        ),
        Audit(id: "94B0", body: "{\(query),\"variables\":null}", accept: graphQL, status: 200, isWithoutErrors: true),
        Audit(
            id: "94B1",
            body: "{\(query),\"operationName\":null}",
            accept: graphQL,
            status: 200,
            isWithoutErrors: true
        ),
        Audit(id: "94B2", body: "{\(query),\"extensions\":null}", accept: graphQL, status: 200, isWithoutErrors: true),
        Audit(id: "0220", body: "{\(query),\"variables\":null}", accept: json, status: 200, isWithoutErrors: true),
        Audit(id: "0221", body: "{\(query),\"operationName\":null}", accept: json, status: 200, isWithoutErrors: true),
        Audit(id: "0222", body: "{\(query),\"extensions\":null}", accept: json, status: 200, isWithoutErrors: true),
        Audit(id: "4760", body: "{\(query),\"variables\":\"string\"}", status: 400),
        Audit(id: "4761", body: "{\(query),\"variables\":0}", status: 400),
        Audit(id: "4762", body: "{\(query),\"variables\":false}", status: 400),
        Audit(id: "4763", body: "{\(query),\"variables\":[\"array\"]}", status: 400),
        Audit(
            id: "2EA1 28B9",
            body: #"{"query":"query T($name: String!) { __type(name: $name) { name } }","variables":{"name":"x"}}"#,
            status: 200,
            isWithoutErrors: true
        ),
        Audit(id: "58B0", body: "{\(query),\"extensions\":\"string\"}", status: 400),
        Audit(id: "58B1", body: "{\(query),\"extensions\":0}", status: 400),
        Audit(id: "58B2", body: "{\(query),\"extensions\":false}", status: 400),
        Audit(id: "58B3", body: "{\(query),\"extensions\":[\"array\"]}", status: 400),
        Audit(id: "428F", body: "{\(query),\"extensions\":{\"some\":\"value\"}}", accept: graphQL, status: 200),
        Audit(id: "1B7A", body: "{\(query),\"extensions\":{\"some\":\"value\"}}", accept: json, status: 200),
    ]

    private static let malformed: [Audit] = [
        Audit(id: "B6DC BCF8", body: #"{ "not a JSON"#, accept: json, status: 400, type: json),
        Audit(id: "B7N8", body: #"{ "not a JSON"#, accept: graphQL, status: 400, type: graphQL),
        Audit(id: "NaN", body: "{\(query),\"variables\":{\"a\":NaN}}", status: 400),
        Audit(id: "trailing", body: typename + "x", status: 400),
        Audit(id: "deep", body: "{\"variables\":" + String(repeating: "[", count: 100_000), status: 400),
        Audit(id: "array", body: "[\(typename)]", status: 400),
    ]

    private static let documents: [Audit] = [
        Audit(id: "572B", body: #"{"query":"{"}"#, accept: json, status: 200, isWithoutData: true),
        Audit(id: "FDE2", body: #"{"query":"{ unknown }"}"#, accept: json, status: 200, isWithoutData: true),
        Audit(
            id: "7B9B",
            body: #"{"query":"query C($id: ID!){ __typename }","variables":{"id":null}}"#,
            accept: json,
            status: 200,
            isWithoutData: true
        ),
        Audit(id: "865D 556A D586", body: #"{"query":"{"}"#, accept: graphQL, status: 400, isWithoutData: true),
        Audit(
            id: "51FE 74FF 5E5B",
            body: #"{"query":"{ unknown }"}"#,
            accept: graphQL,
            status: 400,
            isWithoutData: true
        ),
        Audit(
            id: "86EE",
            body: #"{"query":"query C($id: ID!){ __typename }","variables":{"id":null}}"#,
            accept: graphQL,
            status: 400,
            isWithoutData: true
        ),
        Audit(id: "no such operation", body: #"{"query":"query A { __typename }","operationName":"B"}"#, status: 200),
        Audit(
            id: "subscription without events",
            body: #"{"query":"subscription { kv_watchAll { key } }"}"#,
            accept: json,
            status: 406,
            type: json
        ),
    ]

    @Test func `every audit of a POST holds`() async throws {
        try await TestGateway.run { gateway in
            for audit in Self.mediaTypes + Self.parameters + Self.malformed + Self.documents {
                var fields: [String: String] = [:]
                fields["Accept"] = audit.accept
                fields["Content-Type"] = audit.contentType
                let answer = try await gateway.send("POST", "/graphql", fields, body: audit.body)
                #expect(answer.status == audit.status, "\(audit.id): \(answer)")
                if let type = audit.type {
                    #expect(answer.field("Content-Type")?.hasPrefix(type + ";") == true, "\(audit.id): \(answer)")
                }
                if audit.status >= 400 {
                    #expect(answer.body.hasPrefix(#"{"errors":[{"message":""#), "\(audit.id): \(answer)")
                }
                if audit.isWithoutErrors { #expect(!answer.body.contains("\"errors\""), "\(audit.id): \(answer)") }
                if audit.isWithoutData { #expect(!answer.body.contains("\"data\""), "\(audit.id): \(answer)") }
            }
        }
    }

    /// 80D8 and 5A70: the first case. D6D5 and 6A70: those with variables. 9C48: the mutations.
    @Test(
        "a GET",
        arguments: [
            ("/graphql?query=%7B+__typename+%7D", nil, 200, #"{"data":{"__typename":"Query"}}"#),
            (
                "/graphql?query=query($n:String!){__type(name:$n){name}}&variables=%7B%22n%22%3A%22kv_Value%22%7D",
                "application/graphql-response+json", 200, "kv_Value"
            ),
            (
                "/graphql?query=query($n:String!){__type(name:$n){name}}&variables=%7B%22n%22%3A%22kv_Value%22%7D",
                "application/json", 200, "kv_Value"
            ),
            ("/graphql?query={__typename}&variables=&operationName=&extensions=", nil, 200, "Query"),
            (
                "/graphql?query=query($n:String!){__type(name:$n){name}}&variables={%22n%22:%22kv_Value%22}", nil, 200,
                "kv_Value"
            ),
            (
                "/graphql?query=query%20A{__typename}query%20B{b:__typename}&operationName=B", nil, 200,
                #"{"b":"Query"}"#
            ),
            ("http://localhost/graphql?query={__typename}", nil, 200, "Query"),
            ("/graphql?query=mutation{__typename}", "application/graphql-response+json", 405, "POST"),
            ("/graphql?query=mutation{__typename}", "application/json", 405, "POST"),
            ("/graphql", nil, 400, "missing"),
            ("/graphql?query=", nil, 400, "missing"),
            ("/graphql?query={__typename}&variables=[1]", nil, 400, "no JSON object"),
            ("/graphql?query={__typename}&variables={", nil, 400, "not JSON"),
            ("/graphql?query=%ff", nil, 400, "UTF-8"),
            ("/graphql?query={", "application/graphql-response+json", 400, "GRAPHQL_PARSE_FAILED"),
            ("/nothing", nil, 404, "errors"),
        ] as [(String, String?, Int, String)]
    )
    func get(target: String, accept: String?, status: Int, part: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await gateway.send("GET", target, accept.map { ["Accept": $0] } ?? [:])
            #expect(answer.status == status)
            #expect(answer.body.contains(part), "\(answer)")
            if status == 405 { #expect(answer.field("Allow") == "POST") }
        }
    }

    @Test func `methods, encodings and hosts`() async throws {
        try await TestGateway.run { gateway in
            let options = try await gateway.send("OPTIONS")
            #expect(options.status == 204)
            #expect(options.field("Content-Length") == nil)
            #expect(options.field("Content-Type") == nil)
            #expect(options.field("Allow") == "GET, HEAD, POST, OPTIONS")
            let put = try await gateway.send("PUT", "/graphql", ["Content-Type": "application/json"], body: "{}")
            #expect(put.status == 405)
            #expect(put.field("Allow") == "GET, HEAD, POST, OPTIONS")
            let gzip = try await gateway.send(
                "POST",
                "/graphql",
                ["Content-Type": "application/json", "Content-Encoding": "gzip"],
                body: Self.typename
            )
            #expect(gzip.status == 415)
            let head = try await gateway.send("HEAD", "/graphql?query=%7B__typename%7D")
            #expect(head.status == 200)
            #expect(head.field("Content-Length") == "31")
            #expect(head.body == "")
            let foreign = try await RawClient.exchange(
                gateway.port,
                "GET /healthz HTTP/1.0\r\nHost: evil.example\r\n\r\n"
            )
            #expect(foreign.hasPrefix("HTTP/1.1 403 "))
            let absolute = try await gateway.send("GET", "http://evil.example/healthz")
            #expect(absolute.status == 403)
        }
    }

    @Test func `a body just below the limit passes and one above does not`() async throws {
        try await TestGateway.run { gateway in
            let filling = String(repeating: " ", count: (10 << 20) - Self.typename.utf8.count)
            let largest = try await gateway.post(Self.typename + filling)
            #expect(largest.status == 200)
            let larger = try await gateway.post(Self.typename + filling + " ")
            #expect(larger.status == 413)
        }
    }

    @Test func `the schema, the model, health and the console are served`() async throws {
        try await TestGateway.run { gateway in
            let sdl = try await gateway.send("GET", "/schema.graphql")
            #expect(sdl.status == 200)
            #expect(sdl.body.contains("kv_get(key: String!): kv_KeyValueEntry"))
            let json = try await gateway.send("GET", "/schema.json")
            #expect(json.body.hasPrefix(#"{"data":{"__schema":"#))
            #expect(try await gateway.send("GET", "/models/kv.json").body.hasPrefix(#"{"type":"object""#))
            #expect(try await gateway.send("GET", "/healthz").status == 200)
            #expect(try await gateway.send("GET", "/readyz").status == 200)
            let console = try await gateway.send("GET", "/")
            #expect(console.body.hasPrefix("<!doctype html>"))
            let policy = try #require(console.field("Content-Security-Policy"))
            #expect(!policy.contains("unsafe-inline"))
            let script = try #require(console.body.firstMatch(of: #/src="([^"]+)"/#)).1
            let asset = try await gateway.send("GET", String(script))
            #expect(asset.status == 200)
            #expect(asset.field("Content-Type")?.hasPrefix("text/javascript") == true)
        }
    }

    @Test func `without console and introspection their pages are gone`() async throws {
        try await TestGateway.run(change: {
            $0.server.console = false
            $0.server.introspection = false
        }) { gateway in
            for path in ["/", "/schema.graphql", "/schema.json", "/models/kv.json"] {
                #expect(try await gateway.send("GET", path).status == 404, "\(path)")
            }
            let answer = try await gateway.query("{ __schema { queryType { name } } }")
            #expect(answer.contains("\"errors\"") && !answer.contains("queryType\":{"), "\(answer)")
            #expect(try await gateway.query("{ __typename }") == #"{"data":{"__typename":"Query"}}"#)
        }
    }
}
