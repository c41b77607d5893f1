import Foundation
import GraphQLEngine
import JSON

/// An error as the corpora compare it: message, locations and path.
struct CorpusError: Hashable, CustomStringConvertible {
    var message: String
    var locations: [SourceLocation]
    var path: [PathSegment]?

    init(_ error: GraphQLError) {
        message = Self.spelled(error.message)
        locations = error.locations
        path = error.path
    }

    init(_ recorded: JSONValue) {
        message = Self.spelled(recorded["message"]?.string ?? "")
        locations = (recorded["locations"]?.array ?? []).map { location in
            SourceLocation(
                line: Int(location["line"]?.number?.int64 ?? 0),
                column: Int(location["column"]?.number?.int64 ?? 0)
            )
        }
        path = recorded["path"]?.array?.map { segment in
            if let key = segment.string {
                return .key(key)
            }
            return .index(Int(segment.number?.int64 ?? -1))
        }
    }

    var description: String {
        let places = locations.map { "\($0.line):\($0.column)" }.joined(separator: " ")
        let steps = (path ?? []).map { segment in
            switch segment {
            case .key(let key): key
            case .index(let index): String(index)
            }
        }
        return "\(message) [\(places)]" + (path == nil ? "" : " at \(steps.joined(separator: "."))")
    }

    /// One spelling for both sides: single quotes, `true`, `false`, `null` for the recorder's words, JavaScript's names
    /// of functions and JSON's escapes for its own, and the names of directive locations for its phrases ("field
    /// definition").
    static func spelled(_ message: String) -> String {
        if let place = message.range(of: " may not be used on ") {
            let location = message[place.upperBound...].uppercased().split(separator: " ").joined(separator: "_")
            return message[..<place.upperBound].split(separator: "\"").joined(separator: "'") + location
        }
        var result = ""
        var word = ""
        func flush() {
            switch word {
            case "True": result += "true"
            case "False": result += "false"
            case "None": result += "null"
            case "resolve_type": result += "resolveType"
            case "is_type_of": result += "isTypeOf"
            case "x" where result.last == "\\": result += "u00"
            default: result += word
            }
            word = ""
        }
        for character in message {
            if character.isLetter || character == "_" {
                word.append(character)
            } else {
                flush()
                result.append(character == "\"" ? "'" : character)
            }
        }
        flush()
        return result
    }
}

extension CorpusError {
    /// How two multisets of errors differ: what is missing and what is surplus; nil where they do not.
    ///
    /// - Parameter isLenient: Whether only locations, paths and the beginning of the messages are compared.
    static func difference(expected: [CorpusError], actual: [CorpusError], isLenient: Bool = false) -> CorpusDifference?
    {
        var left = expected
        var surplus: [CorpusError] = []
        for error in actual {
            if let index = left.firstIndex(where: { $0.matches(error, isLenient: isLenient) }) {
                left.remove(at: index)
            } else {
                surplus.append(error)
            }
        }
        guard !left.isEmpty || !surplus.isEmpty else { return nil }
        var difference = CorpusDifference("missing: \(left) surplus: \(surplus)")
        difference.expected = left
        difference.actual = surplus
        return difference
    }

    /// Whether every actual error is one of the possible ones, none used twice, and there is at least one.
    static func isPossible(_ actual: [CorpusError], among possible: [CorpusError], isLenient: Bool = false) -> Bool {
        var left = possible
        for error in actual {
            guard let index = left.firstIndex(where: { $0.matches(error, isLenient: isLenient) }) else { return false }
            left.remove(at: index)
        }
        return !actual.isEmpty
    }

    private func matches(_ other: CorpusError, isLenient: Bool) -> Bool {
        guard isLenient else { return self == other }
        let common = zip(message, other.message).prefix { $0 == $1 }.count
        let isSimilar = common >= min(12, message.count, other.message.count)
        return locations == other.locations && path == other.path && isSimilar
    }
}
