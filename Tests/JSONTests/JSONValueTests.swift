import JSON
import Testing

@Suite struct JSONValueTests {
    @Test("a document reads and writes back as it was")
    func roundTrip() throws {
        let text = #"{"a":[1,1.0,-0,1e999999999,"é\n"],"b":{"c":null,"d":true}}"#
        #expect(try JSONValue(parsing: text).description == text)
    }
}
