public import JSON

/// Why a field has no value, as the host says it: it becomes an error of the response with the field's path and
/// location (spec 7.1.2).
public struct FieldError: Error, Sendable {
    /// For the client to read. Nothing that must stay inside may be in it.
    public var message: String
    /// What stands as `extensions.code`.
    public var code: ErrorCode?
    /// Further members of `extensions`.
    public var extensions: JSONObject

    public init(_ message: String, code: ErrorCode? = nil, extensions: JSONObject = JSONObject()) {
        self.message = message
        self.code = code
        self.extensions = extensions
    }
}

/// A field error as execution keeps it until the response is written.
struct FieldErrorRecord {
    var error: FieldError
    /// In ``Plan/fields``; negative for an error of the whole operation.
    var field: Int32
    /// The place in the document; negative: that of the field's nodes.
    var offset: Int64 = -1
    var path: [PathEntry]
}

/// A step of a response path: the place of a field in the plan, or the complement of a list index.
struct PathEntry {
    private let code: Int

    init(field: Int32) { code = Int(field) }
    init(index: Int) { code = ~index }

    /// The field's place in the plan; nil for an index.
    var field: Int? { code >= 0 ? code : nil }
    /// The list index.
    var index: Int { ~code }
}
