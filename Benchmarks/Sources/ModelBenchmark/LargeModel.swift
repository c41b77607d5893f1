/// A model of 2,000 properties in 12 levels of objects, and a value of about 100 KB that fits it.
struct LargeModel {
    static let levels = 12
    static let properties = 2_000

    let schema: String
    let value: String

    init() {
        let perLevel = Self.properties / Self.levels
        let extra = Self.properties - perLevel * Self.levels
        var schema = ""
        var value = ""
        for level in (0..<Self.levels).reversed() {
            // Every level but the innermost spends one property on the next one.
            let isInnermost = level == Self.levels - 1
            let count = perLevel + (level == 0 ? extra : 0) - (isInnermost ? 0 : 1)
            var properties = (0..<count).map { "\"p\($0)\": \(Self.schema($0))" }
            var members = (0..<count).map { "\"p\($0)\":\(Self.value($0))" }
            if !isInnermost {
                properties.append("\"inner\": \(schema)")
                members.append("\"inner\":\(value)")
            }
            let required = (0..<count).filter { $0 % 3 != 2 }.map { "\"p\($0)\"" }.joined(separator: ",")
            schema =
                "{\"type\":\"object\",\"properties\":{\(properties.joined(separator: ","))},"
                + "\"required\":[\(required)],\"additionalProperties\":false}"
            value = "{\(members.joined(separator: ","))}"
        }
        self.schema = schema
        self.value = value
    }

    private static func schema(_ index: Int) -> String {
        switch index % 8 {
        case 0: #"{"type":"string","minLength":1,"maxLength":200}"#
        case 1: #"{"type":"integer","minimum":0,"maximum":1000000}"#
        case 2: #"{"type":"number","default":0.5}"#
        case 3: #"{"type":"string","enum":["red","green","blue"]}"#
        case 4: #"{"type":"array","items":{"type":"string"},"maxItems":10}"#
        case 5: #"{"type":"string","format":"date-time"}"#
        case 6: #"{"anyOf":[{"type":"string","pattern":"^[a-z0-9-]+$"},{"type":"null"}]}"#
        default: #"{"type":"boolean"}"#
        }
    }

    private static func value(_ index: Int) -> String {
        switch index % 8 {
        case 0: "\"" + String(repeating: "abcdefghij", count: 16) + "\""
        case 1: "\(index * 7)"
        case 2: "\(index).25"
        case 3: "\"green\""
        case 4: #"["alpha","beta","gamma","delta","epsilon zeta eta theta iota kappa lambda mu nu xi"]"#
        case 5: #""2026-01-31T12:00:00.123456789Z""#
        case 6: "\"" + String(repeating: "abc-123-", count: 10) + "\""
        default: index % 16 == 7 ? "true" : "false"
        }
    }
}
