import NIOCore
import Testing

@testable import NATSWire

@Suite struct SubjectTests {
    @Test(arguments: ["a", "a.b", "*", ">", "a.*.c", "a.>", "a*b", ">a", "ä.ö", "$JS.API.>", "a.b*"])
    func `takes valid patterns`(text: String) { #expect(Subject(text) != nil) }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "a b", "a\tb", "a\r", "a\n", ">.a", "a.>.b"])
    func `refuses invalid ones`(text: String) { #expect(Subject(text) == nil) }

    @Test(arguments: [("a.b", true), ("a.*", false), ("a.>", false), ("a*.b>", true), (">", false)])
    func `knows literals`(text: String, isLiteral: Bool) { #expect(Subject(text)?.isLiteral == isLiteral) }

    @Test func `refuses bytes that are not UTF-8`() { #expect(Subject(ByteBuffer(bytes: [0x61, 0xFF])) == nil) }

    @Test(arguments: [
        ("a.b", "a.b", true), ("a.b", "a.c", false), ("a.*", "a.b", true), ("a.*", "a.b.c", false),
        ("a.>", "a", false), ("a.>", "a.b", true), ("a.>", "a.b.c", true), (">", "a", true), ("*", "a.b", false),
        ("*.b", "a.b", true), ("a", "a.b", false), ("a.*", "a.*", true), ("a.*", "a.>", false), ("a.>", "a.*", true),
        ("a.>", "a.>", true), ("a.b", "a.*", false),
    ])
    func `matches`(pattern: String, subject: String, result: Bool) throws {
        #expect(try #require(Subject(pattern)).matches(#require(Subject(subject))) == result)
    }

    @Test(arguments: [
        ("a.*", "*.b", true), ("a.>", "a.b.c", true), ("a.>", "b.>", false), ("a", "a.>", false),
        ("a.*", "a.b.c", false),
        (">", "x.y", true), ("$KV.*.>", "$KV.b.>", true), ("a.*.c", "a.b.*", true), ("a.b", "a.b", true),
    ])
    func `overlaps, whichever way it is asked`(one: String, two: String, result: Bool) throws {
        let (left, right) = (try #require(Subject(one)), try #require(Subject(two)))
        #expect(left.overlaps(right) == result)
        #expect(right.overlaps(left) == result)
    }
}
