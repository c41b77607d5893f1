public import JSON

/// The coerced arguments of a field: defaults filled in, enum values as strings, number text as it was sent, members
/// of input objects under their output names.
///
/// An argument that was not given and has no default is absent, which differs from null.
public struct Arguments: Sendable {
    /// The names under which values appear, in definition order.
    let names: [String]
    /// By definition order; nil where absent.
    let values: [JSONValue?]

    static let none = Arguments(names: [], values: [])

    /// How many arguments the field defines.
    public var count: Int { values.count }

    /// The argument at a position in the field's definition; nil if it is absent or there is no such position.
    public subscript(position: Int) -> JSONValue? {
        values.indices.contains(position) ? values[position] : nil
    }

    /// The argument of an output name (``InputValueDefinition/outputName``); nil if it is absent.
    public subscript(name: String) -> JSONValue? {
        guard let position = names.firstIndex(of: name) else { return nil }
        return values[position]
    }

    /// The arguments that are there, by output name, in definition order.
    public var object: JSONObject {
        var object = JSONObject()
        for (name, value) in zip(names, values) {
            if let value { object[name] = value }
        }
        return object
    }
}
