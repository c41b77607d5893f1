import JSON
import Testing

@Suite struct ValueTests {
    @Test("objects are equal whatever their order, arrays are not")
    func equality() {
        let value: JSONValue = ["a": 1, "b": [1, 2, ["c": "x"]]]
        #expect(value == ["b": [1.0, 2, ["c": "x"]], "a": 1])
        #expect(value.hashValue == JSONValue.object(["b": [1, 2, ["c": "x"]], "a": 1]).hashValue)
        #expect(value != ["a": 1, "b": [2, 1, ["c": "x"]]])
        #expect(value != ["a": 1])
        #expect(JSONValue.array([]) != .object([:]))
        #expect(JSONValue.null != false)
        #expect(JSONValue.string("1") != 1)
    }

    @Test("texts that only normalise alike are different strings and names")
    func normalisation() {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(JSONValue.string(composed) != .string(decomposed))
        let members: [(String, JSONValue)] = [(composed, 1), (decomposed, 2)]
        let object = JSONObject(members)
        #expect(object.count == 2)
        #expect(object[decomposed] == 2)
        #expect(JSONPointer(tokens: [composed]) != JSONPointer(tokens: [decomposed]))
    }

    @Test("members are found, replaced in place, added at the end and removed", arguments: [3, 8, 9, 10, 1000])
    func members(count: Int) {
        var object = JSONObject((0..<count).map { ("n\($0)", .number(JSONNumber($0))) })
        #expect(object["n\(count - 1)"] == .number(JSONNumber(count - 1)))
        #expect(object["n\(count)"] == nil)
        object["n1"] = "new"
        object["added"] = true
        object["n0"] = nil
        #expect(object.count == count)
        #expect(object.names.first == "n1")
        #expect(object[0].value == "new")
        #expect(object.names.last == "added")
        #expect(object["added"] == true)
        #expect(object.position(of: "n2") == 1)
    }

    @Test("the pretty layout indents by two spaces")
    func pretty() {
        let value: JSONValue = ["a": [1, [], [:], ["b": .null]], "c": "x"]
        let text = """
            {
              "a": [
                1,
                [],
                {},
                {
                  "b": null
                }
              ],
              "c": "x"
            }
            """
        #expect(String(decoding: value.bytes(layout: .pretty), as: UTF8.self) == text)
    }

    @Test("a writer appends, truncates and escapes only what it must")
    func writer() {
        var writer = JSONWriter(reserving: 64)
        writer.append("{")
        writer.writeString("a/\"\\\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}é\u{2028}")
        writer.append(":" as StaticString)
        writer.append([0x31, 0x32].span, 1..<2)
        let kept = writer.count
        writer.append("garbage".utf8)
        writer.truncate(to: kept)
        writer.truncate(to: kept + 10)
        writer.append([0x7D])
        let expected = #"{"a/\"\\\b\f\n\r\t\u0001\u001f"# + "\u{7F}é\u{2028}\":2}"
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
        writer.removeAll()
        #expect(writer.isEmpty)
    }

    @Test(
        "pointers of RFC 6901 section 5 lead to the values they name",
        arguments: [
            ("", nil), ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
            ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
        ] as [(String, String?)]
    )
    func pointers(text: String, expected: String?) throws {
        let document: JSONValue = [
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7,
            "m~n": 8,
        ]
        let pointer = try JSONPointer(text)
        #expect(pointer.description == text)
        #expect(document[pointer]?.description == expected ?? document.description)
    }

    @Test("pointers that are malformed or lead nowhere", arguments: ["a", "/~", "/~2", "/a~"])
    func malformedPointers(text: String) {
        #expect(throws: JSONError.self) { try JSONPointer(text) }
    }

    @Test("array indices are digits without leading zeros", arguments: ["/2", "/-1", "/00", "/01", "/-", "/1e0", "/x"])
    func indices(text: String) throws {
        let array: JSONValue = ["a", "b"]
        #expect(try array[JSONPointer(text)] == nil)
    }

    @Test(
        "merge patches of RFC 7386 appendix A",
        arguments: [
            (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
            (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
            (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
            (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
            (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
            (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
            (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
            (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#), ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
            ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        ]
    )
    func mergePatch(target: String, patch: String, expected: String) throws {
        let result = try JSONValue(parsing: target).mergePatched(with: JSONValue(parsing: patch))
        #expect(result.description == expected)
    }
}
