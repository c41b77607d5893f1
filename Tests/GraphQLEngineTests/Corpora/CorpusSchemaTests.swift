import GraphQLEngine
import JSON
import Testing

@Suite("Corpora of type systems")
struct CorpusSchemaTests {
    @Test("every schema prints and answers introspection as recorded")
    func schema() throws {
        try Corpus.run("schema") { item in
            let schema: Schema
            do {
                schema = try Schema(sdl: try #require(item.string("schema")))
            } catch {
                return CorpusDifference("\(error)")
            }
            let printed = SchemaPrinter.print(schema)
            guard printed == item.string("printed") else { return CorpusDifference("printed \(printed)") }
            let expected = ComparableIntrospection.normalized(try #require(item["introspection"]))
            let actual = ComparableIntrospection.normalized(schema.introspection())
            guard expected == actual else {
                return CorpusDifference(ComparableIntrospection.firstDifference(expected, actual, at: ""))
            }
            return try clientSchemaDifference(schema)
        }
    }

    /// A schema built from the introspection result says the same again.
    private func clientSchemaDifference(_ schema: Schema) throws -> CorpusDifference? {
        do {
            let client = try Schema(introspection: schema.introspection())
            let printed = SchemaPrinter.print(client)
            return printed == SchemaPrinter.print(schema)
                ? nil : CorpusDifference("printed from introspection \(printed)")
        } catch {
            // The standard query shows no more than nine wrappers.
            let deepest = schema.types.flatMap { $0.fields ?? [] }.map(\.type.listDepth).max() ?? 0
            let isCut = "\(error)".contains("Decorated type deeper than introspection query.") && deepest > 3
            return isCut ? nil : CorpusDifference("from introspection: \(error)")
        }
    }

    @Test("every document of a type system is accepted or refused as recorded")
    func validateSDL() throws {
        try Corpus.run(
            "validate_sdl",
            exceptions: [.lineTerminators, .lineTerminatorsOfBase, .distinctRootTypes, .invalidDefaultValues]
        ) {
            item in
            let expected = (item["errors"]?.array ?? []).map { CorpusError($0) }
            let source = try #require(item.string("schema_source"))
            do {
                // The recorder takes an empty base for none.
                if let base = item.string("base_schema"), !base.isEmpty {
                    _ = try Schema.incomplete(sdl: base).extended(sdl: source)
                } else {
                    _ = try Schema(sdl: source)
                }
                return CorpusError.difference(expected: expected, actual: [])
            } catch let error as SchemaError {
                var difference = CorpusError.difference(
                    expected: expected,
                    actual: error.errors.map { CorpusError($0) },
                    isLenient: item.hasRecorderWording
                )
                let phase =
                    switch error.phase {
                    case .syntax: "syntax"
                    case .document: "sdl"
                    case .schema: "schema"
                    }
                if difference == nil, item.string("phase") != phase {
                    difference = CorpusDifference("phase \(phase), not \(item.string("phase") ?? "null")")
                }
                return difference
            }
        }
    }
}

/// An introspection result without what is free: the order of types, directives and possible types, descriptions of
/// what is built in.
enum ComparableIntrospection {
    private static let builtInDirectives: Set<String> = ["include", "skip", "deprecated", "specifiedBy", "oneOf"]
    private static let builtInScalars: Set<String> = ["Int", "Float", "String", "Boolean", "ID"]

    static func normalized(_ data: JSONValue) -> JSONValue {
        guard var root = data["__schema"]?.object else { return data }
        root["types"] = sorted(root["types"]).map { types in
            .array(
                types.map { type in
                    let name = type["name"]?.string ?? ""
                    var type = type.object ?? [:]
                    type["possibleTypes"] = sorted(type["possibleTypes"]).map { .array($0) } ?? .null
                    type["isOneOf"] = nil
                    let isBuiltIn = builtInScalars.contains(name) || name.hasPrefix("__")
                    return isBuiltIn ? withoutDescriptions(.object(type)) : .object(type)
                }
            )
        }
        root["directives"] = sorted(root["directives"]).map { directives in
            .array(
                directives.map {
                    builtInDirectives.contains($0["name"]?.string ?? "") ? withoutDescriptions($0) : $0
                }
            )
        }
        return ["__schema": .object(root)]
    }

    private static func sorted(_ list: JSONValue?) -> [JSONValue]? {
        list?.array?.sorted { ($0["name"]?.string ?? "") < ($1["name"]?.string ?? "") }
    }

    private static func withoutDescriptions(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                JSONObject(members.filter { $0.name != "description" }.map { ($0.name, withoutDescriptions($0.value)) })
            )
        case .array(let items): .array(items.map(withoutDescriptions))
        default: value
        }
    }

    static func firstDifference(_ expected: JSONValue, _ actual: JSONValue, at path: String) -> String {
        switch (expected, actual) {
        case (.object(let left), .object(let right)):
            for name in left.names + right.names where left[name] != right[name] {
                return firstDifference(left[name] ?? "absent", right[name] ?? "absent", at: path + "/" + name)
            }
        case (.array(let left), .array(let right)) where left.count == right.count:
            for (index, pair) in zip(left, right).enumerated() where pair.0 != pair.1 {
                return firstDifference(pair.0, pair.1, at: path + "/\(index)")
            }
        default: break
        }
        return "\(path): expected \(expected), found \(actual)"
    }
}
