import Yams

/// A JSON Schema written inside the YAML file, as the JSON text that the model decoder reads.
///
/// Key order and number text stay as written; anchors are expanded, within a bound.
struct InlineModel {
    private static let depthLimit = 128
    private static let sizeLimit = 4 << 20

    private let file: String
    private let key: String
    private var out: [UInt8] = []

    static func json(_ node: Node, key: String, file: String) throws(ConfigurationError) -> [UInt8] {
        var writer = Self(file: file, key: key)
        try writer.write(node, depth: 0)
        return writer.out
    }

    private init(file: String, key: String) {
        self.file = file
        self.key = key
    }

    private mutating func write(_ node: Node, depth: Int) throws(ConfigurationError) {
        guard depth < Self.depthLimit, out.count < Self.sizeLimit else {
            throw error(node, expected: "at most \(Self.depthLimit) levels and \(Self.sizeLimit) bytes of JSON")
        }
        switch node {
        case .scalar(let scalar): writeScalar(scalar)
        case .sequence(let sequence):
            out.append(UInt8(ascii: "["))
            for (index, item) in sequence.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                try write(item, depth: depth + 1)
            }
            out.append(UInt8(ascii: "]"))
        case .mapping(let mapping): try write(mapping, depth: depth)
        case .alias: throw error(node, expected: "a value instead of an alias")
        }
    }

    private mutating func write(_ mapping: Node.Mapping, depth: Int) throws(ConfigurationError) {
        out.append(UInt8(ascii: "{"))
        var first = true
        for (name, value) in mapping {
            guard case .scalar(let scalar) = name else { throw error(name, expected: "a key of plain text") }
            if !first { out.append(UInt8(ascii: ",")) }
            first = false
            JSONText.append(scalar.string, to: &out)
            out.append(UInt8(ascii: ":"))
            try write(value, depth: depth + 1)
        }
        out.append(UInt8(ascii: "}"))
    }

    private mutating func writeScalar(_ scalar: Node.Scalar) {
        guard SectionReader.isPlain(scalar) else { return JSONText.append(scalar.string, to: &out) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": out += "null".utf8
        case "true", "True", "TRUE": out += "true".utf8
        case "false", "False", "FALSE": out += "false".utf8
        case let text where JSONText.isNumber(text): out += text.utf8
        default: JSONText.append(scalar.string, to: &out)
        }
    }

    private func error(_ node: Node, expected: String) -> ConfigurationError {
        let position = SectionReader.position(of: node, in: file)
        return ConfigurationError(.file(position), key: key, found: SectionReader.describe(node), expected: expected)
    }
}
