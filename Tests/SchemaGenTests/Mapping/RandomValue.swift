import JSON

@testable import SchemaGen

/// Makes values that probably fit a schema, from a seed.
struct RandomValue {
    let document: JSONValue
    var generator: SplitMix64

    init(_ document: JSONValue, seed: UInt64) {
        self.document = document
        generator = SplitMix64(state: seed)
    }

    mutating func value() -> JSONValue { value(of: document, depth: 0) }

    private mutating func value(of schema: JSONValue, depth: Int) -> JSONValue {
        guard let members = schema.object, depth < 12 else { return .null }
        if let reference = members["$ref"]?.string { return value(of: target(reference), depth: depth + 1) }
        if let constant = members["const"] { return constant }
        if let values = members["enum"]?.array, let value = pick(values) { return value }
        if let list = members["anyOf"]?.array ?? members["oneOf"]?.array, let member = pick(list) {
            return value(of: member, depth: depth + 1)
        }
        if let list = members["allOf"]?.array {
            var merged = JSONObject()
            for part in list {
                for member in value(of: part, depth: depth + 1).object ?? JSONObject() {
                    merged[member.name] = member.value
                }
            }
            return .object(merged)
        }
        let types = members["type"]?.array?.compactMap(\.string) ?? members["type"]?.string.map { [$0] } ?? []
        switch pick(types) {
        case "string": return pick(["", "a", "2026-01-31T12:00:00Z", "é🚀\"\\"]) ?? .null
        case "integer": return pick([0, 3, 10, -7, 1_234_567_890_123_456_789]) ?? .null
        case "number": return pick([0, 1.5, -2e-3]) ?? .null
        case "boolean": return .bool(Bool.random(using: &generator))
        case "null": return .null
        case "array": return array(members, depth)
        case "object": return object(members, depth)
        default: return pick([.null, 1, "x", [1, "y"], ["k": .null]]) ?? .null
        }
    }

    private mutating func array(_ members: JSONObject, _ depth: Int) -> JSONValue {
        let item = members["items"] ?? [:]
        return .array((0..<Int.random(in: 0...2, using: &generator)).map { _ in value(of: item, depth: depth + 1) })
    }

    private mutating func object(_ members: JSONObject, _ depth: Int) -> JSONValue {
        var result = JSONObject()
        let required = (members["required"]?.array ?? []).compactMap(\.string)
        for property in (members["properties"]?.object ?? [:]).shuffled(using: &generator) {
            guard required.contains(property.name) || Bool.random(using: &generator) else { continue }
            result[property.name] = value(of: property.value, depth: depth + 1)
        }
        if let extra = members["additionalProperties"], extra.bool != false {
            result["extra \(Int.random(in: 0...9, using: &generator))"] = value(of: extra, depth: depth + 1)
        }
        return .object(result)
    }

    private func target(_ reference: String) -> JSONValue {
        let fragment = String(reference.dropFirst()).percentDecoded ?? ""
        guard fragment != "/", let pointer = try? JSONPointer(fragment) else { return document }
        return document[pointer] ?? [:]
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &generator)
    }
}
