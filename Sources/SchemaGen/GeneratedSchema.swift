public import GraphQLEngine
public import JSON

/// The GraphQL schema of a set of APIs.
public struct GeneratedSchema: Sendable {
    /// What requests are validated against and run on.
    public let schema: Schema
    /// The schema as text without a final line break: as graphql-js' `printSchema` prints it, or as WunderGraph
    /// printed it where all APIs are compatible with it.
    public let sdl: String
    /// In the order of the definitions.
    public let apis: [GeneratedAPI]
    /// What the schema cannot say, in the order of the models.
    public let warnings: [SchemaWarning]

    /// The API and operation that a fetch tag of ``schema`` stands for; nil for a tag that it did not give out.
    public func target(ofTag tag: Int) -> (api: Int, operation: KeyValueOperation)? {
        guard tag >= 0 else { return nil }
        let (api, index) = tag.quotientAndRemainder(dividingBy: FetchTag.stride)
        let operations = KeyValueOperation.allCases
        guard apis.indices.contains(api), operations.indices.contains(index) else { return nil }
        return (api, operations[index])
    }
}

/// One API of a generated schema.
///
/// Stored values need no translation on the way out: the fields of the schema resolve to the original property names,
/// so the bytes from the store are what is projected.
public struct GeneratedAPI: Sendable {
    /// A root field that the API has.
    public struct RootField: Sendable, Hashable {
        public let operation: KeyValueOperation
        /// With namespace: `kv_get`.
        public let name: String
        /// The tag of the field's fetches.
        public let tag: Int
    }

    public let namespace: String
    public let model: Model
    public let compatibility: APIDefinition.Compatibility
    /// In the order in which the schema prints them.
    public let rootFields: [RootField]
    /// The GraphQL type of the argument `value`, as printed: `kv_InputValue!`.
    public let inputType: String
    /// The GraphQL type of an entry's field `value`, as printed: `kv_Value`.
    public let outputType: String

    /// Tells whether stored values fit the model, and why not. Formats are asserted.
    public let validator: ValueValidator

    /// What becomes of a coerced argument `value`.
    public enum Admission: Sendable {
        /// The bytes to store: defaults filled in.
        case accepted([UInt8])
        /// Why the value does not fit the model; at least one issue.
        case refused([ValidationIssue])
    }

    /// Fills in the defaults of a coerced argument `value`, whose keys are property names already, and validates it.
    /// Absent, which only a model that allows null can lead to, is null.
    public func admit(_ value: JSONValue?) -> Admission {
        var json = (value ?? .null).bytes()
        if let filled = validator.fillingDefaults(json.span) { json = filled }
        if validator.isValid(json.span) { return .accepted(json) }
        return .refused(validator.issues(in: json.span))
    }
}

/// How fetch tags are put together.
enum FetchTag {
    /// Room for operations of one API.
    static let stride = 64

    static func tag(api: Int, operation: KeyValueOperation) -> Int {
        let index = KeyValueOperation.allCases.firstIndex(of: operation) ?? 0
        return api * stride + index
    }
}
