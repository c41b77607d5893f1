import JSON

/// Compares `data` as the corpora want it: keys in the order of the request, numbers by value.
struct CorpusData {
    /// Whether the order of the keys below the first level is free: where values are of custom scalars.
    var isOrderFree = false
    /// Whether the order of types and directives, and descriptions of built-in definitions, are free.
    var isIntrospection = false
    /// Whether the document asks for an introspection type by name, so that all it gets are built-in definitions.
    var isAboutBuiltIn = false

    private static let freeLists: Set<String> = ["types", "directives", "possibleTypes"]
    private static let builtInNames: Set<String> = [
        "Int", "Float", "String", "Boolean", "ID", "skip", "include", "deprecated", "specifiedBy", "oneOf",
    ]

    func areEqual(_ actual: JSONValue?, _ expected: JSONValue?) -> Bool {
        areEqual(actual, expected, key: "", level: 0, isBuiltIn: isAboutBuiltIn)
    }

    private func areEqual(
        _ actual: JSONValue?,
        _ expected: JSONValue?,
        key: String,
        level: Int,
        isBuiltIn: Bool
    ) -> Bool {
        switch (actual, expected) {
        case (nil, nil), (.null?, .null?): return true
        case (.number(let left)?, .number(let right)?): return left == right || left.double == right.double
        case (.array(let left)?, .array(let right)?):
            guard left.count == right.count else { return false }
            if isIntrospection, Self.freeLists.contains(key) { return areEqualAsSets(left, right, level, isBuiltIn) }
            return zip(left, right).allSatisfy {
                areEqual($0, $1, key: "", level: level + 1, isBuiltIn: isBuiltIn)
            }
        case (.object(let left)?, .object(let right)?):
            return areEqual(left, right, level, isBuiltIn)
        case (let left?, let right?): return left == right
        default: return false
        }
    }

    private func areEqual(_ left: JSONObject, _ right: JSONObject, _ level: Int, _ isBuiltIn: Bool) -> Bool {
        guard left.names == right.names || (isOrderFree && level > 0 && Set(left.names) == Set(right.names)) else {
            return false
        }
        let name = left["name"]?.string ?? ""
        let isBuiltIn = isBuiltIn || name.hasPrefix("__") || Self.builtInNames.contains(name)
        return left.names.allSatisfy { key in
            if isIntrospection, isBuiltIn, key == "description" { return true }
            return areEqual(left[key], right[key], key: key, level: level + 1, isBuiltIn: isBuiltIn)
        }
    }

    private func areEqualAsSets(_ left: [JSONValue], _ right: [JSONValue], _ level: Int, _ isBuiltIn: Bool) -> Bool {
        var rest = right
        for value in left {
            let index = rest.firstIndex { areEqual(value, $0, key: "", level: level + 1, isBuiltIn: isBuiltIn) }
            guard let index else { return false }
            rest.remove(at: index)
        }
        return true
    }
}
