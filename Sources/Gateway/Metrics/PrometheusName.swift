/// Names and labels as the text exposition format allows them.
enum PrometheusName {
    /// The label of swift-metrics as a metric name: `[a-zA-Z_:][a-zA-Z0-9_:]*`, anything else becomes `_`.
    static func metric(_ label: String) -> String {
        legal(label, colon: true)
    }

    /// The dimensions as the inside of the braces, in the order of their names: `code="200",method="GET"`.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions
            .sorted { $0.0 < $1.0 }
            .map { "\(legal($0.0, colon: false))=\"\(escaped($0.1, quotes: true))\"" }
            .joined(separator: ",")
    }

    /// A label's value or a help text with its backslashes, line ends and (in values) quotes escaped.
    static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// One line: `name{labels} value`; the braces are left out where there is no label.
    static func line(_ name: String, _ labels: String, _ value: some CustomStringConvertible) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    private static func legal(_ text: String, colon: Bool) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "0")...UInt8(ascii: "9") where !result.isEmpty:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ":") where colon:
                result += ":"
            default:
                result += "_"
            }
        }
        return result.isEmpty ? "_" : result
    }
}
