/// What one operation or fragment uses, as ranges of the validator's lists.
struct DefinitionUses {
    var variables: Range<Int>
    var spreads: Range<Int>
}

/// A variable where a value is expected.
struct VariableUse {
    /// Where its `$` stands.
    var offset: UInt32
    var name: SourceRange
    /// The type of the position; `nil` where it cannot be told.
    var type: TypeReference?
    /// Whether the position has a default value.
    var hasDefault: Bool
    /// The input object whose only field this is, where that is a OneOf input object.
    var oneOf: OneOfUse?
}

/// A OneOf input object literal with one field.
struct OneOfUse {
    var type: TypeID
    var offset: UInt32
}
