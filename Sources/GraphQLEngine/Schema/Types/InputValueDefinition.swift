public import JSON

/// An argument of a field or directive, or a field of an input object type.
public struct InputValueDefinition: NamedMember {
    public let name: String
    public let description: String?
    public let type: TypeReference
    /// The default in input form: keys are the names of input fields, enum values are JSON strings. Nil where there is
    /// none; JSON null is a default of its own.
    public let defaultValue: JSONValue?
    /// The default as coerced: keys are output names, defaults of nested input fields filled in.
    public let coercedDefaultValue: JSONValue?
    /// Why it is deprecated; nil where it is not.
    public let deprecationReason: String?
    /// The key under which the coerced value appears; the name, unless the host said otherwise.
    public let outputName: String
    package let positions: MemberPositions

    package init(
        name: String,
        description: String? = nil,
        type: TypeReference,
        defaultValue: JSONValue? = nil,
        coercedDefaultValue: JSONValue? = nil,
        deprecationReason: String? = nil,
        outputName: String? = nil,
        positions: MemberPositions = MemberPositions()
    ) {
        self.name = name
        self.description = description
        self.type = type
        self.defaultValue = defaultValue
        self.coercedDefaultValue = coercedDefaultValue ?? defaultValue
        self.deprecationReason = deprecationReason
        self.outputName = outputName ?? name
        self.positions = positions
    }

    /// Whether a value must be given: non-null and without default.
    public var isRequired: Bool { type.isNonNull && defaultValue == nil }
}
