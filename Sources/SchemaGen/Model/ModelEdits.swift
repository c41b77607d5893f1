import JSON

/// The places of a document where a validator that knows only the specification must read something else.
struct ModelEdits {
    /// Schemas whose `$ref` is written wrongly, with the pointer that is meant.
    var references: [String: String] = [:]
    /// Draft-07 schemas with `default` beside `$ref`, which the draft ignores.
    var wrappedReferences: Set<String> = []
    /// Schemas with `nullable: true`.
    var nullables: Set<String> = []

    var isEmpty: Bool { references.isEmpty && wrappedReferences.isEmpty && nullables.isEmpty }

    /// Notes what a schema needs.
    mutating func collect(_ members: JSONObject, at pointer: String, dialect: Model.Dialect) {
        if members["nullable"]?.bool == true { nullables.insert(pointer) }
        if dialect == .draft07, members["$ref"] != nil, members["default"] != nil { wrappedReferences.insert(pointer) }
    }

    /// The document with all edits made.
    func applied(to document: JSONValue) -> JSONValue {
        edited(document, at: "")
    }

    private func edited(_ value: JSONValue, at pointer: String) -> JSONValue {
        switch value {
        case .array(let items):
            var result: [JSONValue] = []
            for (index, item) in items.enumerated() { result.append(edited(item, at: "\(pointer)/\(index)")) }
            return .array(result)
        case .object(let members):
            var result = JSONObject()
            for member in members {
                let place = pointer + "/" + member.name.pointerToken
                result[member.name] = edited(member.value, at: place)
            }
            if let target = references[pointer] { result["$ref"] = .string("#" + target.fragmentEncoded) }
            if wrappedReferences.contains(pointer), let reference = result["$ref"] {
                result["$ref"] = nil
                result["allOf"] = .array([.object(["$ref": reference])])
            }
            if nullables.contains(pointer) { result = Self.nullable(result) }
            return .object(result)
        default:
            return value
        }
    }

    /// `nullable: true` as JSON Schema says it. Where there is no `type`, the schema moves one level down, which is
    /// safe as long as nothing points below it.
    private static func nullable(_ schema: JSONObject) -> JSONObject {
        var result = schema
        result["nullable"] = nil
        let null = JSONValue.string("null")
        guard let type = result["type"] else {
            var outer = JSONObject()
            if let value = result["default"] { outer["default"] = value }
            outer["anyOf"] = .array([.object(result), .object(["type": null])])
            return outer
        }
        if case .array(let names) = type {
            if !names.contains(null) { result["type"] = .array(names + [null]) }
        } else if type != null {
            result["type"] = .array([type, null])
        }
        if case .array(let values) = result["enum"], !values.contains(.null) {
            result["enum"] = .array(values + [.null])
        }
        return result
    }
}
