import Testing

@testable import Gateway

@Suite("Automatic persisted queries")
struct PersistedQueryTests {
    private static let query = "{ __typename }"
    private static let hash = PersistedQueries.hash(Array(query.utf8))
    private static let reference = #""extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(hash)"}}"#
    private static let answer = #"{"data":{"__typename":"Query"}}"#

    @Test func `the hash is SHA-256`() {
        #expect(
            PersistedQueries.hash(Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    @Test func `a hash is unknown, registered with its text, then enough, by POST and GET`() async throws {
        try await TestGateway.run { gateway in
            let unknown = try await gateway.post("{\(Self.reference)}")
            #expect(unknown.status == 200)
            #expect(
                unknown.body == #"{"errors":[{"message":"PersistedQueryNotFound","#
                    + #""extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}"#
            )
            let strict = try await gateway.post("{\(Self.reference)}", accept: "application/graphql-response+json")
            #expect(strict.status == 400)
            let registered = try await gateway.post("{\"query\":\"\(Self.query)\",\(Self.reference)}")
            #expect(registered.body == Self.answer)
            // Connections go to the event loops in turn; what one has learned they all know.
            for _ in 0..<8 { #expect(try await gateway.post("{\(Self.reference)}").body == Self.answer) }
            let get = try await gateway.send(
                "GET",
                "/graphql?extensions={%22persistedQuery%22:{%22version%22:1,%22sha256Hash%22:%22\(Self.hash)%22}}"
            )
            #expect(get.body == Self.answer)
        }
    }

    @Test(
        "a wrong reference is 400",
        arguments: [
            #"{"query":"{ a: __typename }",\#(reference)}"#,
            #"{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"\#(hash)"}}}"#,
            #"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"xyz"}}}"#,
            #"{"extensions":{"persistedQuery":{"version":1}}}"#,
            #"{"extensions":{"persistedQuery":null}}"#,
        ]
    )
    func wrong(body: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await gateway.post(body)
            #expect(answer.status == 400, "\(answer)")
        }
    }

    @Test func `what was not asked for for long is forgotten, what is asked for stays`() {
        let queries = PersistedQueries(capacity: 4)
        queries.register([1], under: "kept")
        for number in 0..<20 {
            queries.register([2], under: "\(number)")
            #expect(queries.text(of: "kept") == [1])
        }
        #expect(queries.text(of: "0") == nil)
        #expect(queries.text(of: "19") == [2])
        let none = PersistedQueries(capacity: 0)
        none.register([1], under: "a")
        #expect(none.text(of: "a") == nil)
    }
}
