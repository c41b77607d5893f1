import GraphQLEngine
import JSON
import Testing

@Suite("GraphQLError as JSON")
struct GraphQLErrorTests {
    private func json(_ error: GraphQLError) -> String {
        var writer = JSONWriter()
        error.write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("a message alone is the only member")
    func messageOnly() {
        #expect(json(GraphQLError("Bad \"name\".")) == #"{"message":"Bad \"name\"."}"#)
    }

    @Test("members come in the order of the specification")
    func order() {
        let error = GraphQLError(
            "No.",
            locations: [SourceLocation(line: 1, column: 2), SourceLocation(line: 3, column: 4)],
            path: [.key("a"), .index(0)],
            code: .badUserInput,
            extensions: ["limit": 3, "code": "IGNORED"]
        )
        #expect(
            json(error)
                == #"{"message":"No.","locations":[{"line":1,"column":2},{"line":3,"column":4}],"#
                + #""path":["a",0],"extensions":{"code":"BAD_USER_INPUT","limit":3}}"#
        )
    }

    @Test("an empty path is written, empty extensions are not")
    func emptyParts() {
        #expect(json(GraphQLError("No.", path: [], extensions: JSONObject())) == #"{"message":"No.","path":[]}"#)
    }
}
