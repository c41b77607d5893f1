import GraphQLEngine
import Testing

@Suite("Locations in a source")
struct SourceLocationTests {
    @Test(
        "lines end at LF, CRLF and CR, columns count code points",
        arguments: [
            ("a\nb", 2, 2, 1), ("a\r\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("é😀x", 6, 1, 3),
            ("a\n\nb", 3, 3, 1), ("abc", 99, 1, 4), ("\u{FEFF}a", 3, 1, 2),
        ] as [(String, UInt32, Int, Int)]
    )
    func location(text: String, offset: UInt32, line: Int, column: Int) {
        #expect(Source(text).location(at: offset) == SourceLocation(line: line, column: column))
    }
}
