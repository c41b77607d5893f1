import JSON
import SchemaGen
import Testing

@Suite struct HostileInputTests {
    private static let formats = [
        "date-time", "date", "time", "duration", "uuid", "email", "idn-email", "hostname", "idn-hostname", "ipv4",
        "ipv6",
        "uri", "uri-reference", "iri", "iri-reference", "uri-template", "json-pointer", "relative-json-pointer",
        "regex",
    ]

    @Test(
        "changed bytes of a value never trap, and both ways of validating agree",
        arguments: [31, 32, 33] as [UInt64]
    )
    func mutatedValues(seed: UInt64) throws {
        let schema: JSONValue = [
            "type": "object", "required": ["a"], "unevaluatedProperties": false,
            "properties": [
                "a": ["type": "integer", "minimum": -5, "multipleOf": 3, "default": 3],
                "s": ["minLength": 2, "maxLength": 9, "pattern": "^[^x]+$", "format": "email"],
                "l": ["uniqueItems": true, "contains": ["type": "string"], "prefixItems": [["const": 1]]],
            ],
            "anyOf": [["properties": ["o": ["$ref": "#"]]], ["patternProperties": ["^p": ["enum": ["q", 1]]]]],
        ]
        let validator = try ValueValidator(schema: schema, options: .init(assertsFormats: true))
        let sample = Array(#"{"a":-3,"s":"é\u00e9@b.c","l":[1,"x",[1.50,{"y":null}]],"o":{"a":6.0e0},"p1":"q"}"#.utf8)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<3_000 {
            var text = sample
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: text.indices, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: text[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: text.remove(at: place)
                default: text.insert(text[Int.random(in: text.indices, using: &generator)], at: place)
                }
            }
            let issues = validator.issues(in: text.span)
            let isValid = validator.isValid(text.span)
            #expect(isValid == issues.isEmpty)
            if let filled = validator.fillingDefaults(text.span) {
                try JSONScanner.validate(filled.span)
                #expect(validator.fillingDefaults(filled.span) == nil)
            }
        }
    }

    @Test("no text makes a format trap", arguments: formats)
    func randomTexts(format: String) throws {
        let validator = try ValueValidator(schema: ["format": .string(format)], options: .init(assertsFormats: true))
        let alphabet = Array("0129afxnPTZ-+:./@[]{}%~#?\\\"()*^$|, é漢\u{200D}\u{661}٣א🚀\u{0}\n".unicodeScalars)
        var generator = SeededGenerator(seed: UInt64(format.utf8.count))
        for _ in 0..<1_500 {
            var text = ["", "xn--", "http://", "P1", "2024-01-31T", "a@"].randomElement(using: &generator) ?? ""
            for _ in 0..<Int.random(in: 0...30, using: &generator) {
                text.unicodeScalars.append(alphabet.randomElement(using: &generator) ?? "a")
            }
            let bytes = JSONValue.string(text).bytes()
            let issues = validator.issues(in: bytes.span)
            #expect(issues.isEmpty || issues.map(\.keyword) == ["format"])
        }
    }

    @Test(
        "keywords with values of any kind compile or are refused, and never trap",
        arguments: [41, 42, 43] as [UInt64]
    )
    func randomSchemas(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var compiled = 0
        for _ in 0..<3_000 {
            let schema = Self.schema(&generator, depth: 3)
            guard let validator = try? ValueValidator(schema: schema, options: .init(assertsFormats: true)) else {
                continue
            }
            compiled += 1
            for text in ["null", "1", #""a""#, "[1,[],{}]", #"{"a":{"a":[1]},"b":1}"#] {
                let issues = validator.issues(in: Array(text.utf8).span)
                let isValid = validator.isValid(Array(text.utf8).span)
                #expect(isValid == issues.isEmpty, "\(schema) on \(text)")
                if let filled = validator.fillingDefaults(Array(text.utf8).span) {
                    #expect((try? JSONValue(parsing: filled)) != nil)
                }
            }
        }
        #expect(compiled > 100)
    }

    private static let keywords = [
        "$schema", "$id", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$defs", "definitions", "type", "enum",
        "const",
        "minimum", "maximum", "exclusiveMinimum", "multipleOf", "minLength", "maxLength", "pattern", "format",
        "properties",
        "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties",
        "dependencies", "dependentRequired", "dependentSchemas", "items", "prefixItems", "additionalItems", "contains",
        "minContains", "maxContains", "minItems", "uniqueItems", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
        "unevaluatedItems", "unevaluatedProperties", "default", "nullable", "$recursiveRef",
    ]

    private static func schema(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        var members = JSONObject()
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let keyword = keywords.randomElement(using: &generator) ?? "type"
            members[keyword] = fitting(keyword, &generator, depth: depth)
        }
        return .object(members)
    }

    /// Mostly a value of the right kind for a keyword, sometimes of any kind.
    private static func fitting(_ keyword: String, _ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        let isWrong = Int.random(in: 0..<12, using: &generator) == 0
        if isWrong || depth == 0 {
            return [.null, true, 1, -1.5, "a", "#", [], [:]].randomElement(using: &generator) ?? .null
        }
        switch keyword {
        case "$ref", "$dynamicRef":
            return ["#", "#/$defs/a", "#a", "#/", "b", "#/properties/a", "#/not"].randomElement(using: &generator)
                ?? "#"
        case "$schema": return "http://json-schema.org/draft-07/schema#"
        case "$id", "$anchor", "$dynamicAnchor": return ["a", "b", "#a"].randomElement(using: &generator) ?? "a"
        case "type": return ["object", "array", "string", "integer"].randomElement(using: &generator) ?? "object"
        case "pattern": return ["^a", "(?!a)", "[a-z]{2,}", "("].randomElement(using: &generator) ?? "a"
        case "required": return ["a"]
        case "enum", "default", "const": return [[1, "a"], ["a"], [:], 1].randomElement(using: &generator) ?? 1
        case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies":
            return ["a": schema(&generator, depth: depth - 1), "b": schema(&generator, depth: depth - 1)]
        case "allOf", "anyOf", "oneOf", "prefixItems":
            return [schema(&generator, depth: depth - 1), schema(&generator, depth: 1)]
        case "dependentRequired": return ["a": ["b"]]
        case "uniqueItems", "nullable": return true
        case "format": return .string(formats.randomElement(using: &generator) ?? "date")
        default:
            let isCount = keyword.hasPrefix("m") || keyword.hasPrefix("exclusive")
            return isCount
                ? .number(JSONNumber(Int.random(in: 0...3, using: &generator))) : schema(&generator, depth: depth - 1)
        }
    }
}
