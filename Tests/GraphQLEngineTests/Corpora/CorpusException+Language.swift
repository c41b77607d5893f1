import GraphQLEngine
import JSON

extension CorpusException {
    /// The recording knows no descriptions on operations, fragments and variables.
    static let describedExecutableDefinition = CorpusException(
        reason: "descriptions on operations, fragments and variables",
        section: "2.3 Document, 2.4 Operations, 2.10 Variables: `Description?` before the definition"
    ) { item, difference in
        guard let message = item["error"]?["message"]?.string, let source = item.string("source") else { return false }
        if let document = try? Parser.parse(source) {
            return message.contains("Unexpected description")
                && (document.operations.contains { $0.description != nil }
                    || document.fragments.contains { $0.description != nil }
                    || document.variableDefinitions.contains { $0.description != nil })
        }
        // The string before the variable is read as its description, and the error is a later one.
        guard let recorded = difference.expected.first?.locations.first,
            let found = difference.actual.first?.locations.first
        else { return false }
        return message.contains("Expected '$', found String")
            && (recorded.line, recorded.column) < (found.line, found.column)
    }

    /// The recording counts lines up to a place without a line end right before it, and counts characters that are no
    /// line terminators.
    static let lineTerminators = CorpusException(
        reason: "line numbers count every LineTerminator before the place, and nothing else",
        section: "2.1.3 Line Terminators: the note on error reporting; 7.1.2 Errors: `locations`"
    ) { item, difference in
        guard let source = item.string("source") ?? item.string("document") ?? item.string("schema_source"),
            !difference.expected.isEmpty, difference.expected.count == difference.actual.count
        else { return false }
        let asRecorded = difference.actual.map { error in
            var error = error
            error.locations = error.locations.map { RecordedLines.location(of: $0, in: source) }
            return error
        }
        return CorpusError.difference(expected: difference.expected, actual: asRecorded) == nil
    }

    /// The recording's printer puts a block string on lines of its own where it holds a character that Python takes
    /// for a line end.
    static let linesOfBlockStrings = CorpusException(
        reason: "lines of a block string end at a LineTerminator only",
        section: "2.1.3 Line Terminators, 2.9.4 String Value: BlockStringValue splits at LineTerminator"
    ) { item, _ in
        guard let source = item.string("source"), let printed = item.string("printed"),
            source.unicodeScalars.contains(where: RecordedLines.isOnlyRecorded),
            let document = try? Parser.parse(source), let recorded = try? Parser.parse(printed)
        else { return false }
        return DocumentPrinter.print(document) == DocumentPrinter.print(recorded)
    }
}

/// How the recorder finds lines: Python's `str.splitlines` on the text before the place.
enum RecordedLines {
    /// Ends a line for the recorder, but is no line terminator of GraphQL.
    static func isOnlyRecorded(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// What the recorder says about the place that has this location.
    static func location(of location: SourceLocation, in source: String) -> SourceLocation {
        let scalars = Array(source.unicodeScalars)
        var end = 0
        var here = SourceLocation(line: 1, column: 1)
        while end < scalars.count, here != location {
            if scalars[end] == "\n" || (scalars[end] == "\r" && (end + 1 == scalars.count || scalars[end + 1] != "\n"))
            {
                here = SourceLocation(line: here.line + 1, column: 1)
            } else {
                here.column += 1
            }
            end += 1
        }
        var lines = 0
        var length = 0
        var isOpen = false
        for index in 0..<end {
            let scalar = scalars[index]
            if !isOpen {
                lines += 1
                length = 0
                isOpen = true
            }
            if scalar == "\r", index + 1 < end, scalars[index + 1] == "\n" { continue }
            if scalar == "\n" || scalar == "\r" || isOnlyRecorded(scalar) {
                isOpen = false
            } else {
                length += 1
            }
        }
        return SourceLocation(line: max(lines, 1), column: length + 1)
    }
}
