/// The schema as WunderGraph prints it: graphql-js' `print` of a document in the order of its template.
struct WunderGraphText {
    private var fields: [RootKind: [String]] = [:]
    private var types: [String] = []

    /// Adds the root fields of one API.
    mutating func add(_ roots: [RootFieldDefinition], _ namespace: String) {
        for root in roots {
            let arguments = root.arguments.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
            let list = arguments.isEmpty ? "" : "(\(arguments))"
            let name = TypeNames.qualified(root.operation.rawValue, namespace)
            let lines = Self.description(root.operation.wundergraphDescription) + ["\(name)\(list): \(root.type)"]
            fields[root.kind, default: []] += lines
        }
    }

    mutating func addType(_ keyword: String, _ name: String, _ members: [(String, String)]) {
        types.append(Self.block("\(keyword) \(name)", members.map { "\($0.0): \($0.1)" }))
    }

    /// The whole text, without a final line break.
    var text: String {
        let roots = RootKind.allCases
        let schema = Self.block("schema", roots.map { "\($0.rawValue.lowercased()): \($0.rawValue)" })
        let rootTypes = roots.map { Self.block("type \($0.rawValue)", fields[$0] ?? []) }
        return ([schema] + rootTypes + types).joined(separator: "\n\n")
    }

    private static func block(_ head: String, _ lines: [String]) -> String {
        let body = lines.map { "  \($0)\n" }.joined()
        return "\(head) {\n\(body)}"
    }

    /// A description in one line as a string, else as a block string.
    private static func description(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.count == 1 ? ["\"\(text)\""] : ["\"\"\""] + lines + ["\"\"\""]
    }
}
