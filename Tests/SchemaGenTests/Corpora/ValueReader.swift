import GraphQLEngine
import JSON

@testable import SchemaGen

/// Reads stored values as a client does that selects everything, some levels deep.
struct ValueReader {
    private let operation: PreparedOperation
    private static let maximumDepth = 4

    init(_ generated: GeneratedSchema, _ mapped: MappedModel) throws {
        let namespace = generated.apis[0].namespace
        let names = TypeNames(namespace: namespace, mapped: mapped)
        let selection = Self.selection(mapped.root, names, depth: 0)
        let text = "{ \(namespace)_get(key: \"k\") { value \(selection) } }"
        var limits = OperationLimits()
        limits.cost = .max
        limits.aliases = .max
        operation = try PreparedOperation(Array(text.utf8), schema: generated.schema, limits: limits)
    }

    /// The errors of a response with the stored value in it.
    func errors(_ stored: JSONValue) -> [String] {
        var execution = Execution(operation)
        guard let fetch = execution.nextFetch() else { return ["no fetch"] }
        execution.resume(fetch.id, json: JSONValue.object(["value": stored]).bytes().span)
        let response = try? JSONValue(parsing: execution.finish())
        return (response?["errors"]?.array ?? []).map(\.description)
    }

    private static func selection(_ type: MappedType, _ names: TypeNames, depth: Int) -> String {
        switch type.shape {
        case .scalar, .enumeration: return ""
        case .list(let item): return selection(item, names, depth: depth)
        case .object(let index): return "{ __typename \(fields(index, "", names, depth)) }"
        case .union(let index):
            let members = names.mapped.unions[index].members.map { member in
                // Fields of one name may have different types in different members.
                "... on \(names.output(names.mapped.objects[member].stem)) { __typename \(fields(member, "m\(member)_", names, depth)) }"
            }
            return "{ __typename \(members.joined(separator: " ")) }"
        }
    }

    private static func fields(_ object: Int, _ prefix: String, _ names: TypeNames, _ depth: Int) -> String {
        guard depth < maximumDepth else { return "" }
        let fields = names.mapped.objects[object].fields.filter { !$0.isWriteOnly }
        return fields.map { field in
            let alias = prefix.isEmpty ? "" : "\(prefix)\(field.name): "
            return alias + field.name + " " + selection(field.type, names, depth: depth + 1)
        }.joined(separator: " ")
    }
}
