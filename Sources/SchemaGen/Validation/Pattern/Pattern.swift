/// A compiled regular expression of JSON Schema: ECMA-262 in Unicode mode, found anywhere in a text.
///
/// Supported: everything of ECMA-262 2024 but backreferences and `\p{Script=…}`, which are refused; look-ahead and
/// look-behind of any content; no flags. Matching takes time in the order of the text's length times that of the
/// expression, whatever either says: threads of an automaton run side by side, look-arounds are worked out for all
/// places in one pass each, and nothing is tried again. Simple expressions become a table for ASCII texts.
struct Pattern: Sendable {
    /// The expression as it was written.
    let source: String
    private let program: PatternProgram
    private let tables: PatternTables
    private let automaton: PatternAutomaton?

    init(_ source: String) throws(PatternError) {
        self.source = source
        let syntax = try PatternParser.parse(source)
        var tables = PatternTables()
        program = try PatternProgram(syntax, backwards: false, &tables)
        self.tables = tables
        automaton = tables.looks.isEmpty ? PatternAutomaton(program, tables) : nil
    }

    /// Whether a text is a regular expression of ECMA-262, supported or not.
    static func isWellFormed(_ source: String) -> Bool { (try? PatternParser.parse(source)) != nil }

    /// Whether the expression is found in a text (UTF-8, well-formed).
    func matches(_ text: Span<UInt8>, _ scratch: inout PatternScratch) -> Bool {
        if let automaton, let result = automaton.matches(text) { return result }
        scratch.load(text)
        for look in tables.looks {
            scratch.looks.append(scratch.places(of: look, tables))
        }
        return scratch.matches(program, tables)
    }
}
