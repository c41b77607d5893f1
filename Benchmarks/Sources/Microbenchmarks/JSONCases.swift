import JSON

/// Reading and writing JSON text.
enum JSONCases {
    static func all(_ inputs: Inputs) throws -> [Case] {
        let envelope =
            Array(
                #"{"query":"query Get($key:String!){kv_get(key:$key){key value{token} revision created}}","#.utf8
            ) + Array(#""variables":{"key":"user-1234567"}}"#.utf8)
        let flag = try inputs.bytes("flag.json")
        let value = try JSONValue(parsing: flag)
        let escaped = Array(
            #""caf\u00e9 \"quoted\" \ud83d\ude00 line\nbreak, and some plain text behind all that""#.utf8
        )
        let plain = Array("plain text that needs no escapes, as most strings of a stored value do".utf8)
        return [
            Case(.json, "request: members found") { try members(envelope) },
            Case(.json, "value of 1 kB: checked") { try skip(flag) },
            Case(.json, "value of 1 kB: UTF-8 checked") {
                guard JSONScanner.firstInvalidUTF8(flag.span) == nil else { throw WrongResult(found: "invalid UTF-8") }
            },
            Case(.json, "value of 1 kB: read") { use(try JSONValue(parsing: flag)) },
            Case(.json, "value of 1 kB: written") { use(value.bytes()) },
            Case(.json, "string with escapes: read") { try decode(escaped) },
            Case(.json, "string: written") {
                var writer = JSONWriter(reserving: 128)
                writer.writeString(plain.span)
                use(writer)
            },
        ]
    }

    private static func members(_ text: [UInt8]) throws {
        let source = text.span
        var position = 0
        var isFirst = true
        var found = 0
        try JSONScanner.beginObject(source, &position)
        while let name = try JSONScanner.nextMember(source, &position, &isFirst) {
            found += JSONScanner.equals(source, name, "variables") ? 1 : 2
            use(try JSONScanner.skipValue(source, &position))
        }
        guard found == 3 else { throw WrongResult(found: "\(found)") }
    }

    private static func skip(_ text: [UInt8]) throws {
        var position = 0
        use(try JSONScanner.skipValue(text.span, &position))
    }

    private static func decode(_ text: [UInt8]) throws {
        var position = 0
        let raw = try JSONScanner.scanString(text.span, &position)
        use(try JSONScanner.decode(text.span, raw))
    }
}
