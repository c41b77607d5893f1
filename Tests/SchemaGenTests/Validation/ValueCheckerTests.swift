import JSON
import SchemaGen
import Testing

@Suite("A validator with memory of its own")
struct ValueCheckerTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "pattern": "^[a-z]+$", "maxLength": 20],
            "items": ["type": "array", "items": ["$ref": "#/$defs/item"]],
        ],
        "required": ["name"],
        "additionalProperties": false,
        "$defs": [
            "item": ["oneOf": [["type": "integer"], ["type": "array", "items": ["$ref": "#/$defs/item"]]]]
        ],
    ]

    @Test("it tells of each value what a validator made for it tells, whatever came before")
    func sameAsFresh() throws {
        let validator = try ValueValidator(schema: Self.schema)
        var checker = ValueChecker(validator)
        let texts = [
            #"{"name":"a"}"#, #"{"name":"A"}"#, "{", #"{"name":"a","items":[1,[2,[3]]]}"#,
            #"{"name":"a","items":[1,[2,["x"]]]}"#, "[]", #"{"name":"\u0061"}"#, #"{"name":"a","other":1}"#,
            #"{"name":"a","items":[\#(Array(repeating: "[1]", count: 17_000).joined(separator: ","))]}"#,
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<4 {
            for text in texts.shuffled(using: &random) {
                let bytes = Array(text.utf8)
                let isAccepted = checker.accepts(bytes.span)
                #expect(isAccepted == validator.issues(in: bytes.span).isEmpty, "\(text.prefix(60))")
            }
        }
    }

    @Test("each value has all the steps to itself")
    func steps() throws {
        // 2,000 of the million applications of subschemas that a value may take.
        let validator = try ValueValidator(
            schema: ["allOf": .array(Array(repeating: ["type": "integer"], count: 2_000))]
        )
        var checker = ValueChecker(validator)
        let text = Array("1".utf8)
        var accepted = 0
        for _ in 0..<600 where checker.accepts(text.span) { accepted += 1 }
        #expect(accepted == 600)
    }

    @Test("a structure that was read already serves, unless it is empty or too deep")
    func structure() throws {
        let validator = try ValueValidator(schema: ["type": "array"], options: .init(maximumDepth: 2))
        var checker = ValueChecker(validator)
        var tape = JSONTape()
        for (text, expected) in [("[[1]]", true), ("[[[]]]", false), ("1", false)] {
            let bytes = Array(text.utf8)
            try tape.read(bytes.span)
            let isAccepted = checker.accepts(bytes.span, tape)
            #expect(isAccepted == expected, "\(text)")
        }
        let empty = checker.accepts(Array("[]".utf8).span, JSONTape())
        #expect(empty == false)
    }
}
