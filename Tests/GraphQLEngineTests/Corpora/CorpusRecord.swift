import GraphQLEngine
import JSON

/// The default resolvers of the recorder: a field takes the member of its own name, whatever its parent is.
struct CorpusRecord: ResolvedRecord {
    let value: JSONValue

    var typeName: String? { value["__typename"]?.string }

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        Self.put(value[property], into: &completion)
    }

    private static func put(_ value: JSONValue?, into completion: inout FieldCompletion) {
        guard let value, !value.isNull else { return completion.null() }
        if let message = value["__error"]?.string { return completion.error(FieldError(message)) }
        if value["__args"]?.bool == true { return completion.json(.object(completion.arguments.object)) }
        switch completion.expectation {
        case .leaf: completion.json(value)
        case .object: completion.record(CorpusRecord(value: value))
        case .list:
            guard let elements = value.array else { return completion.json(value) }
            completion.list(count: elements.count) { index, item in put(elements[index], into: &item) }
        }
    }
}
