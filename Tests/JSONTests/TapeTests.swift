import JSON
import Testing

@Suite("The structure of a text")
struct TapeTests {
    private func tape(_ text: String, maximumDepth: Int = 512) throws(JSONError) -> JSONTape {
        var tape = JSONTape()
        try tape.read(Array(text.utf8).span, maximumDepth: maximumDepth)
        return tape
    }

    @Test("entries give kind, place, extent and size of every value")
    func entries() throws {
        let text = #" { "a" : [1, "x\n", true] , "b\u0063" : {}, "c": -1.5e3 } "#
        let tape = try tape(text)
        let bytes = Array(text.utf8)
        let shown = (0..<tape.count).map { index in
            let entry = tape[index]
            return "\(entry.kind) \(String(decoding: bytes[entry.range], as: UTF8.self)) \(entry.next) \(entry.count)"
        }
        #expect(
            shown == [
                #"object { "a" : [1, "x\n", true] , "b\u0063" : {}, "c": -1.5e3 } 10 3"#,
                #"string "a" 2 0"#,
                #"array [1, "x\n", true] 6 3"#,
                "number 1 4 0", #"string "x\n" 5 0"#, "boolean true 6 0",
                #"string "b\u0063" 7 0"#, "object {} 8 0",
                #"string "c" 9 0"#, "number -1.5e3 10 0",
            ]
        )
        #expect(tape.depth == 2)
        #expect((0..<tape.count).filter { tape[$0].hasEscapes } == [4, 6])
        #expect((0..<tape.count).filter { tape[$0].isPlainInteger } == [3])
        #expect(String(decoding: bytes[tape[4].content], as: UTF8.self) == #"x\n"#)
    }

    @Test(
        "text that is no JSON leaves nothing behind",
        arguments: ["", "[1,]", #"{"a":1"#, "[[1]", "1 2", #"{"a" 1}"#, "nul", "[\"\u{1}\"]", #""\x""#, "01"]
    )
    func malformed(text: String) throws {
        var tape = try tape("[1, [2, 3]]")
        #expect(throws: JSONError.self) { try tape.read(Array(text.utf8).span) }
        #expect(tape.count == 0)
        #expect(tape.depth == 0)
        try tape.read(Array("[]".utf8).span)
        #expect(tape.count == 1)
    }

    @Test("as many containers may be open as the limit says, and no more")
    func depth() throws {
        #expect(try tape("[[[]], {}]", maximumDepth: 3).depth == 3)
        #expect(throws: JSONError.self) { try tape("[[[]], {}]", maximumDepth: 2) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try tape(deep) }
    }

    @Test("ill-formed UTF-8 is refused")
    func utf8() {
        var tape = JSONTape()
        let bytes: [UInt8] = [0x22, 0xC3, 0x22]
        #expect(throws: JSONError.self) { try tape.read(bytes.span) }
    }

    @Test("every cut and every changed byte of a text is read or refused as the scanner does")
    func damaged() throws {
        let text = Array(#"{"a":[1,2.5,"é\u00e9",null],"b":{"c":true,"d":[{}]},"e":-0}"#.utf8)
        var random = SplitMix(seed: 7)
        var tape = JSONTape()
        for round in 0..<2_000 {
            var bytes = text
            if round < text.count { bytes.removeLast(round) }
            for _ in 0..<(round % 4) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let isJSON = (try? JSONScanner.validate(bytes.span)) != nil
            let isRead = (try? tape.read(bytes.span)) != nil
            #expect(isRead == isJSON, "\(bytes)")
            for index in 0..<tape.count { #expect(tape[index].range.upperBound <= bytes.count, "\(bytes)") }
        }
    }
}
