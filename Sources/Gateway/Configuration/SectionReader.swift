import Yams

/// Reads one mapping of the YAML file: every key known, every value of its type, every slip with its place.
struct SectionReader {
    let file: String
    /// `server.limits`, `apis[0]`; empty at the top.
    let path: String
    /// Where the section itself begins.
    let position: ConfigurationPosition
    private var values: [String: Node] = [:]

    /// - Parameter known: The keys that work here.
    init(
        _ node: Node,
        path: String,
        file: String,
        known: [String]
    ) throws(ConfigurationError) {
        self.file = file
        self.path = path
        position = Self.position(of: node, in: file)
        if Self.isNull(node) { return }
        guard case .mapping(let mapping) = node else {
            throw ConfigurationError(
                .file(position),
                key: path,
                found: Self.describe(node),
                expected: "a mapping with the keys \(known.joined(separator: ", "))"
            )
        }
        for (key, value) in mapping {
            let name = try check(key: key, known: known)
            values[name] = value
        }
    }

    private func check(key: Node, known: [String]) throws(ConfigurationError) -> String {
        let source = ConfigurationError.Source.file(Self.position(of: key, in: file))
        guard case .scalar(let scalar) = key else {
            throw ConfigurationError(source, key: path, found: Self.describe(key), expected: "a key of plain text")
        }
        let name = scalar.string
        if known.contains(name) { return name }
        let hint = NearMiss.suggestion(for: name, among: known).map { "did you mean \($0)?" }
        throw ConfigurationError(
            source,
            key: child(name),
            found: "an unknown key",
            expected: "one of \(known.joined(separator: ", "))",
            hint: hint
        )
    }

    func node(_ key: String) -> Node? {
        guard let node = values[key], !Self.isNull(node) else { return nil }
        return node
    }

    func child(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func error(_ key: String, _ node: Node, expected: String, hint: String? = nil) -> ConfigurationError {
        ConfigurationError(
            .file(Self.position(of: node, in: file)),
            key: child(key),
            found: Self.describe(node),
            expected: expected,
            hint: hint
        )
    }

    static func position(of node: Node, in file: String) -> ConfigurationPosition {
        ConfigurationPosition(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    static func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, isPlain(scalar) else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    static func isPlain(_ scalar: Node.Scalar) -> Bool { scalar.style == .plain || scalar.style == .any }

    /// What a message says was found: the text of a scalar (shortened), or the kind of anything else.
    static func describe(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar):
            if isNull(node) { return "nothing" }
            return scalar.string.count > 80 ? "\"\(scalar.string.prefix(80))...\"" : "\"\(scalar.string)\""
        case .mapping: return "a mapping"
        case .sequence: return "a list"
        case .alias: return "an alias"
        }
    }
}
