import JSON
import Yams

/// YAML text as a JSON value: key order and number text kept, scalars read by the core schema of YAML 1.2, anchors
/// expanded within a bound.
enum YAMLDocument {
    /// Yams builds nodes by recursion, so nesting is bounded before it sees the text.
    static let maximumDepth = 128
    static let maximumValues = 200_000

    static func value(of text: [UInt8], file: String?) throws(SchemaGenError) -> JSONValue {
        guard let text = String(validating: text, as: UTF8.self) else {
            throw SchemaGenError(.syntax, file: file, found: "bytes that are no UTF-8", expected: "UTF-8 text")
        }
        guard YAMLNesting.depth(of: text) <= maximumDepth else {
            throw SchemaGenError(
                .nesting,
                file: file,
                found: "more than \(maximumDepth) levels of nesting",
                expected: "at most \(maximumDepth) in YAML, \(Model.maximumDepth) in JSON"
            )
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw SchemaGenError(.syntax, file: file, found: finding(error), expected: "one YAML or JSON document")
        }
        guard let node else {
            throw SchemaGenError(.notAnObject, file: file, found: "nothing", expected: "a JSON Schema object")
        }
        var budget = maximumValues
        return try value(of: node, file: file, pointer: "", depth: 0, budget: &budget)
    }

    private static func value(
        of node: Node,
        file: String?,
        pointer: String,
        depth: Int,
        budget: inout Int
    ) throws(SchemaGenError) -> JSONValue {
        budget -= 1
        guard budget > 0, depth <= maximumDepth else {
            throw SchemaGenError(
                .size,
                file: file,
                pointer: pointer,
                found: "more than \(maximumValues) values with aliases expanded",
                expected: "fewer values or aliases"
            )
        }
        switch node {
        case .scalar(let scalar):
            return value(of: scalar)
        case .sequence(let sequence):
            var items: [JSONValue] = []
            for (index, item) in sequence.enumerated() {
                let place = "\(pointer)/\(index)"
                items.append(try value(of: item, file: file, pointer: place, depth: depth + 1, budget: &budget))
            }
            return .array(items)
        case .mapping(let mapping):
            return .object(try members(of: mapping, file: file, pointer: pointer, depth: depth, budget: &budget))
        case .alias:
            throw syntax(file, pointer, found: "an alias without anchor", expected: "a value")
        }
    }

    private static func members(
        of mapping: Node.Mapping,
        file: String?,
        pointer: String,
        depth: Int,
        budget: inout Int
    ) throws(SchemaGenError) -> JSONObject {
        var members = JSONObject()
        for (key, item) in mapping {
            guard case .scalar(let name) = key else {
                throw syntax(file, pointer, found: "a key that is no text", expected: "a text as key")
            }
            let place = pointer + "/" + name.string.pointerToken
            members[name.string] = try value(of: item, file: file, pointer: place, depth: depth + 1, budget: &budget)
        }
        return members
    }

    private static func syntax(
        _ file: String?,
        _ pointer: String,
        found: String,
        expected: String
    ) -> SchemaGenError {
        SchemaGenError(.syntax, file: file, pointer: pointer, found: found, expected: expected)
    }

    private static func value(of scalar: Node.Scalar) -> JSONValue {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default:
            guard let number = try? JSONNumber(text) else { return .string(text) }
            return .number(number)
        }
    }

    private static func finding(_ error: any Error) -> String {
        guard let error = error as? YamlError else { return "text that is no YAML" }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return "\(problem) at line \(mark.line), column \(mark.column)"
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().joined(separator: ", ")
            return "\(names) a second time at line \(context.mark.line), column \(context.mark.column)"
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return "text that is no YAML"
        }
    }
}
