import JSON

/// Makes JSON Schemas of every shape that the mapping knows, from a seed.
struct RandomModel {
    private var generator: SplitMix64
    private var budget = 60

    init(seed: UInt64) {
        generator = SplitMix64(state: seed)
    }

    mutating func document() -> JSONValue {
        var members = schema(depth: 0).object ?? JSONObject()
        var definitions = JSONObject()
        for name in ["A", "B b", "__schema0", "a/b~c"] { definitions[name] = schema(depth: 2) }
        members["$defs"] = .object(definitions)
        return .object(members)
    }

    private mutating func schema(depth: Int) -> JSONValue {
        budget -= 1
        if budget < 0 || depth > 5 { return leaf() }
        switch Int.random(in: 0..<14, using: &generator) {
        case 0...3: return object(depth)
        case 4: return ["type": "array", "items": schema(depth: depth + 1)]
        case 5:
            return [
                pick(["anyOf", "oneOf"]): .array(
                    (0..<Int.random(in: 1...4, using: &generator)).map { _ in schema(depth: depth + 1) }
                )
            ]
        case 6: return ["allOf": .array((0..<2).map { _ in object(depth + 1) })]
        case 7, 8:
            let target = pick([
                "#", "#/", "#/$defs/A", "#/$defs/B%20b", "#/$defs/__schema0", "#/$defs/a~1b~0c", "#/$defs/a/b~c",
            ])
            return Bool.random(using: &generator)
                ? ["$ref": .string(target)] : ["$ref": .string(target), "description": "d"]
        case 9: return ["anyOf": [schema(depth: depth + 1), ["type": "null"]]]
        default: return leaf()
        }
    }

    private mutating func object(_ depth: Int) -> JSONValue {
        var properties = JSONObject()
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let name = pick([
                "a", "A", "a-b", "a.b", "a_b", "", "1", "__typename", "type", "🚀", "é", "e\u{301}", "T0", "aI0", "I0",
                "b",
            ])
            properties[name] = schema(depth: depth + 1)
        }
        var members: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = properties.names.filter { _ in Bool.random(using: &generator) }
        if !required.isEmpty { members["required"] = .array(required.map { .string($0) }) }
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: members["additionalProperties"] = true
        case 1: members["additionalProperties"] = schema(depth: depth + 1)
        case 2, 3: members["additionalProperties"] = false
        default: break
        }
        return .object(members)
    }

    private mutating func leaf() -> JSONValue {
        let leaves: [JSONValue] = [
            ["type": "string"], ["type": "string", "format": "date-time", "default": "2026-01-31T00:00:00Z"],
            ["type": "integer"],
            ["type": "integer", "minimum": 0, "maximum": 10, "default": 3], ["type": "number", "default": 1e300],
            ["type": "boolean"],
            ["type": ["string", "null"], "default": .null], ["enum": ["a", "b", "__c"]],
            ["enum": ["x", "y"], "default": "y"],
            ["enum": ["x", 1, .null]], ["const": "c"], ["const": 1234567890123456789], [:], true, false, ["not": [:]],
            ["type": "array"], ["type": "object"], ["type": "object", "additionalProperties": ["type": "string"]],
            ["type": "array", "prefixItems": [["type": "string"]]], ["type": "null"],
            ["type": ["string", "integer", "object"]],
            ["type": "string", "nullable": true, "deprecated": true], ["type": "string", "writeOnly": true],
            ["type": "array", "items": ["type": "string"], "default": ["q"]],
            ["type": "object", "properties": ["z": ["type": "integer", "default": 1]], "default": [:]],
        ]
        return leaves[Int.random(in: 0..<leaves.count, using: &generator)]
    }

    private mutating func pick(_ texts: [String]) -> String {
        texts[Int.random(in: 0..<texts.count, using: &generator)]
    }
}

struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
