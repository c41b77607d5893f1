/// Names a fetch within its ``Execution``.
public struct FetchID: Sendable, Hashable {
    let index: Int32
}

/// Something that the host must get before the response can be complete: the value of a field with
/// ``FieldResolution/fetch(tag:)``.
public struct Fetch: Sendable {
    /// What to give ``Execution/resume(_:_:)`` with the result.
    public let id: FetchID
    /// The tag in the field's definition: what the host dispatches on.
    public let tag: Int
    /// The coerced arguments.
    public let arguments: Arguments
    /// The object that has the field: ``ResolvedRecord/fetchParent`` of a record, a `JSONValue` for an object that came
    /// as JSON text; nil for fields of the root.
    public let parent: (any Sendable)?
    /// Which fields of the result the operation asks for.
    public let selection: FieldSelection

    /// The field's name.
    public var fieldName: String { selection.fieldName }
    /// The field's key in the response: its alias or its name.
    public var responseKey: String { selection.responseKey }
    /// The object type that the field belongs to.
    public var parentType: String { selection.parentTypeName }
}
