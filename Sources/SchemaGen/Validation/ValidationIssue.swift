public import JSON

/// Where and why a value does not fit a schema.
///
/// It never holds the value itself, so that it may be logged and sent to clients.
public struct ValidationIssue: Sendable, Hashable {
    /// The place in the value.
    public let pointer: JSONPointer
    /// The keyword of JSON Schema that is not satisfied; `syntax` where the text is no JSON, `false` where a schema
    /// allows nothing, `complexity` where a limit of the validator was reached.
    public let keyword: String
    /// The type and size of what is there, such as "a string of 12 characters".
    public let found: String
    /// What would be accepted.
    public let expected: String

    public init(pointer: JSONPointer, keyword: String, found: String, expected: String) {
        self.pointer = pointer
        self.keyword = keyword
        self.found = found
        self.expected = expected
    }
}

extension ValidationIssue: CustomStringConvertible {
    /// `<pointer>: <keyword>: found <found>, expected <expected>`, in one line.
    public var description: String {
        "\(pointer.tokens.isEmpty ? "value" : pointer.description): \(keyword): found \(found), expected \(expected)"
    }
}
