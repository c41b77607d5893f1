import JSON

/// Makes JSON values: variables, and objects to resolve fields on, some of which fit the schema.
struct FuzzValues {
    var random: FuzzRandom
    private static let fields = [
        "dog", "pet", "catOrDog", "human", "int", "float", "text", "withDefault", "command", "list", "nested",
        "options",
        "choice", "anything", "name", "nickname", "barkVolume", "meowVolume", "owner", "pets", "doesKnow", "setName",
    ]

    mutating func variables() -> JSONValue {
        guard !random.oneIn(2) else { return ["a": 1, "d": [2, 3]] }
        return .object(JSONObject(["a", "b", "c"].filter { _ in !random.oneIn(3) }.map { ($0, value(depth: 3)) }))
    }

    mutating func object(depth: Int) -> JSONValue {
        var members = Self.fields.filter { _ in random.oneIn(2) }.map { ($0, value(depth: depth + 1)) }
        if !random.oneIn(4) {
            members.append(("__typename", .string(random.pick(["Dog", "Cat", "Human", "Nobody"]))))
        }
        return .object(JSONObject(members))
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch random.below(depth > 4 ? 7 : 10) {
        case 0: return .null
        case 1: return .bool(random.oneIn(2))
        case 2: return .number(JSONNumber(Int64(truncatingIfNeeded: random.next() >> UInt64(random.below(60)))))
        case 3: return .number(JSONNumber(Double(random.below(1000)) / 8) ?? 0)
        case 4: return .string(random.pick(["", "SIT", "HEEL", "12", "é😀\n\"", "x"]))
        case 5: return ["required": true, "number": 3]
        case 6: return ["__error": "no"]
        case 7: return .array((0..<random.below(3)).map { _ in value(depth: depth + 1) })
        default: return object(depth: depth + 1)
        }
    }
}
