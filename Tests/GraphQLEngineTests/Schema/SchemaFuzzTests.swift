import GraphQLEngine
import JSON
import Testing

/// Random schemas: SDL that is valid, printed and built again; and SDL that is damaged, which must give errors.
@Suite("Random schemas")
struct SchemaFuzzTests {
    private static let seeds: [UInt64] = [1, 2, 3, 20_250_930, .random(in: 0 ... .max)]

    @Test("building, printing and building again gives the same schema", arguments: seeds)
    func roundTrip(_ seed: UInt64) throws {
        var generator = SchemaGenerator(seed: seed)
        for round in 0..<25 {
            let sdl = generator.sdl()
            let schema: Schema
            do {
                schema = try Schema(sdl: sdl)
            } catch {
                Issue.record("seed \(seed), round \(round): \(error)\n\(sdl)")
                continue
            }
            let printed = SchemaPrinter.print(schema)
            let again = try Schema(sdl: printed)
            #expect(SchemaPrinter.print(again) == printed, "seed \(seed), round \(round)")
            #expect(again.introspectionJSON() == schema.introspectionJSON(), "seed \(seed), round \(round)")
            #expect(SchemaDiff(from: schema, to: again).changes.isEmpty, "seed \(seed), round \(round)")
            let client = try Schema(introspection: schema.introspection())
            #expect(SchemaPrinter.print(client) == printed, "seed \(seed), round \(round)")
        }
    }

    @Test("a damaged schema gives errors or builds, and what builds prints and builds again", arguments: seeds)
    func damaged(_ seed: UInt64) throws {
        var generator = SchemaGenerator(seed: seed)
        var built = 0
        for round in 0..<150 {
            let sdl = generator.damaged(generator.sdl())
            guard let schema = try? Schema(sdl: sdl) else { continue }
            built += 1
            let printed = SchemaPrinter.print(schema)
            let again = try? Schema(sdl: printed)
            #expect(again.map { SchemaPrinter.print($0) } == printed, "seed \(seed), round \(round): \(sdl)")
        }
        #expect(built > 0)
    }
}

/// Makes SDL of valid schemas, at random but the same for a seed.
private struct SchemaGenerator: RandomNumberGenerator {
    private var state: UInt64
    private var scalars: [String] = []
    private var enums: [String] = []
    private var inputs: [String] = []
    private var objects: [String] = []
    private var fields: [String] = []

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<max(limit, 1), using: &self) }
    private mutating func chance(_ percent: Int) -> Bool { upTo(100) < percent }
    private mutating func pick(_ items: [String]) -> String { items.isEmpty ? "Int" : items[upTo(items.count)] }

    mutating func sdl() -> String {
        scalars = (0..<upTo(3)).map { "S\($0)" }
        enums = (0..<upTo(3)).map { "E\($0)" }
        inputs = []
        objects = ["Query"] + (0..<upTo(5)).map { "T\($0)" }
        var parts: [String] = []
        parts += scalars.map { description("") + "scalar \($0)" + (chance(30) ? " @specifiedBy(url: \"u\")" : "") }
        for name in enums {
            let values = ["A", "B", "C"].map { description("  ") + "  \($0)" + deprecation() }
            parts.append(description("") + "enum \(name) {\n" + values.joined(separator: "\n") + "\n}")
        }
        for index in 0..<upTo(4) {
            parts.append(input("I\(index)"))
            inputs.append("I\(index)")
        }
        let hasNode = chance(50)
        if hasNode { parts.append("interface Node {\n  id: ID!\n}") }
        for name in objects { parts.append(object(name, isNode: hasNode && chance(50))) }
        if chance(40) { parts.append("union U = " + objects.joined(separator: " | ")) }
        if chance(40) {
            parts.append("directive @d\(argumentList())" + (chance(50) ? " repeatable" : "") + " on FIELD | OBJECT")
        }
        if chance(20), let last = objects.last { parts.append("extend type \(last) {\n  extra: \(outputType())\n}") }
        return parts.shuffled(using: &self).joined(separator: chance(50) ? "\n\n" : "\n")
    }

    private mutating func input(_ name: String) -> String {
        let isOneOf = chance(20)
        let fields = (0...upTo(4)).map { index -> String in
            if isOneOf { return "  f\(index): \(pick(inputs + ["Int", "String"]))" }
            return description("  ") + "  " + inputValue("f\(index)")
        }
        return "input \(name)" + (isOneOf ? " @oneOf" : "") + " {\n" + fields.joined(separator: "\n") + "\n}"
    }

    private mutating func object(_ name: String, isNode: Bool) -> String {
        var lines = isNode ? ["  id: ID!"] : []
        for index in 0...upTo(5) {
            lines.append(description("  ") + "  f\(index)\(argumentList()): \(outputType())" + deprecation())
        }
        return description("") + "type \(name)" + (isNode ? " implements Node" : "") + " {\n"
            + lines.joined(separator: "\n") + "\n}"
    }

    private mutating func argumentList() -> String {
        guard chance(50) else { return "" }
        return "(" + (0...upTo(3)).map { inputValue("a\($0)") }.joined(separator: ", ") + ")"
    }

    private mutating func inputValue(_ name: String) -> String {
        let named = pick(scalars + enums + inputs + ["Int", "Float", "String", "Boolean", "ID"])
        let shape = upTo(5)
        let type = [named, named + "!", "[\(named)]", "[\(named)!]!", "[[\(named)]]"][shape]
        guard chance(40), let literal = literal(of: named) else {
            return "\(name): \(type)" + (shape == 1 || shape == 3 ? "" : deprecation())
        }
        let value = [literal, literal, "[\(literal), null]", "[\(literal)]", "[[\(literal)], null]"][shape]
        return "\(name): \(type) = \(value)"
    }

    private mutating func literal(of type: String) -> String? {
        switch type {
        case "Int": "\(upTo(2000) - 1000)"
        case "Float": ["1", "-2.50", "1e3", "0.1"][upTo(4)]
        case "String": text()
        case "Boolean": chance(50) ? "true" : "false"
        case "ID": ["7", "\"x\"", "\"007\""][upTo(3)]
        case let name where enums.contains(name): pick(["A", "B", "C"])
        case let name where scalars.contains(name): ["{a: [1, X], b: null}", "\"s\"", "1.0", "true"][upTo(4)]
        default: nil
        }
    }

    private mutating func outputType() -> String {
        let named = pick(scalars + enums + objects + ["Int", "Float", "String", "Boolean", "ID"])
        return [named, named + "!", "[\(named)]", "[[\(named)!]!]!"][upTo(4)]
    }

    private mutating func description(_ indentation: String) -> String {
        guard chance(25) else { return "" }
        return indentation + (chance(50) ? text() : "\"\"\"\n\(indentation)  Two\n\(indentation)    lines.\n\"\"\"")
            + "\n"
    }

    private mutating func deprecation() -> String {
        guard chance(15) else { return "" }
        return chance(50) ? " @deprecated" : " @deprecated(reason: \(text()))"
    }

    private mutating func text() -> String {
        ["\"\"", "\"text\"", "\"\\u{1F600} \\n\\t\\\"\"", "\" led\"", "\"\\u0000\"", "\"é\\\\\""][upTo(6)]
    }

    /// A few bytes changed, doubled or left out.
    mutating func damaged(_ sdl: String) -> String {
        var bytes = Array(sdl.utf8)
        for _ in 0...upTo(3) where !bytes.isEmpty {
            let index = upTo(bytes.count)
            switch upTo(4) {
            case 0: bytes.remove(at: index)
            case 1: bytes[index] = UInt8(truncatingIfNeeded: next())
            case 2: bytes[index] = Array("{}()[]!:=|&@\"#_ 0A".utf8)[upTo(18)]
            default:
                let end = min(index + upTo(30), bytes.count)
                bytes.insert(contentsOf: bytes[index..<end], at: upTo(bytes.count))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
