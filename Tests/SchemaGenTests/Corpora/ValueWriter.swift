import GraphQLEngine
import JSON

@testable import SchemaGen

extension ZodModel {
    func generated(_ schema: JSONValue, _ compatibility: APIDefinition.Compatibility) throws -> GeneratedSchema {
        let model = try Model(document: schema, file: id)
        return try generate([
            APIDefinition(namespace: namespace, model: model, compatibility: compatibility)
        ])
    }
}

/// Writes values as a client does: as the variable of a put, coerced, validated.
struct ValueWriter {
    enum Outcome {
        case stored(JSONValue)
        case refused([String])
    }

    let api: GeneratedAPI
    let operation: PreparedOperation
    let mapped: MappedModel

    init(_ generated: GeneratedSchema, _ document: JSONValue) throws {
        api = generated.apis[0]
        var mapper = TypeMapper(model: api.model, integers: .long)
        mapped = try mapper.map()
        let text = "mutation ($v: \(api.inputType)) { \(api.namespace)_put(key: \"k\", value: $v) { key } }"
        operation = try PreparedOperation(Array(text.utf8), schema: generated.schema)
    }

    func write(_ value: JSONValue) -> Outcome {
        let variables: JSONValue = ["v": renamed(value, mapped.root)]
        do throws(RequestErrors) {
            var execution = try Execution(operation, variables: variables.bytes().span)
            guard let fetch = execution.nextFetch() else { return .refused(["no fetch"]) }
            switch api.admit(fetch.arguments.object["value"]) {
            case .accepted(let bytes): return .stored((try? JSONValue(parsing: bytes)) ?? .null)
            case .refused(let issues): return .refused(issues.map(\.description))
            }
        } catch {
            return .refused(error.errors.map(\.message))
        }
    }

    func issuePointers(_ value: JSONValue) -> [String] {
        api.validator.issues(in: value.bytes().span).map(\.pointer.description)
    }

    /// Whether what was stored is the value, but for defaults.
    func isEqual(_ stored: JSONValue, _ value: JSONValue) -> Bool {
        let filled = api.validator.fillingDefaults(value.bytes().span)
        return stored == (filled.flatMap { try? JSONValue(parsing: $0) } ?? value)
    }

    /// The value with one item wrapped wherever a list is expected, and defaults filled in.
    func listed(_ value: JSONValue) -> JSONValue {
        let listed = listed(value, mapped.root)
        let filled = api.validator.fillingDefaults(listed.bytes().span)
        return filled.flatMap { try? JSONValue(parsing: $0) } ?? listed
    }

    private func listed(_ value: JSONValue, _ type: MappedType) -> JSONValue {
        switch type.shape {
        case .list(let item):
            if value.isNull { return value }
            return .array((value.array ?? [value]).map { listed($0, item) })
        case .object(let index) where !mapped.objects[index].isOpen:
            guard let members = value.object else { return value }
            var result = JSONObject()
            for member in members {
                let field = mapped.objects[index].fields.first { ExactText($0.property) == ExactText(member.name) }
                result[member.name] = field.map { listed(member.value, $0.type) } ?? member.value
            }
            return .object(result)
        default:
            return value
        }
    }

    /// The value with the field names of the schema in place of property names.
    private func renamed(_ value: JSONValue, _ type: MappedType) -> JSONValue {
        switch type.shape {
        case .list(let item):
            guard let items = value.array else { return value }
            return .array(items.map { renamed($0, item) })
        case .object(let index) where !mapped.objects[index].isOpen:
            guard let members = value.object else { return value }
            var result = JSONObject()
            for member in members {
                let field = mapped.objects[index].fields.first { ExactText($0.property) == ExactText(member.name) }
                result[field?.name ?? member.name] = field.map { renamed(member.value, $0.type) } ?? member.value
            }
            return .object(result)
        default:
            return value
        }
    }
}
