package import JSON

/// The types that the default mapping gives a model, before they get their namespace.
///
/// Objects, unions and enums stand in tables and are referred to by index, so that recursion in the model is no
/// recursion here.
package struct MappedModel: Sendable {
    package var root: MappedType
    package var objects: [MappedObject] = []
    package var unions: [MappedUnion] = []
    package var enums: [MappedEnum] = []
    /// The tables' entries in the order in which they were found, for printing.
    package var order: [MappedType.Shape] = []
    package var warnings: [SchemaWarning] = []
}

/// A type as a field uses it.
package struct MappedType: Sendable, Hashable {
    package indirect enum Shape: Sendable, Hashable {
        case scalar(MappedScalar)
        case object(Int)
        case union(Int)
        case enumeration(Int)
        case list(MappedType)
    }

    package var shape: Shape
    /// Whether the model allows null.
    package var isNullable: Bool

    package init(_ shape: Shape, isNullable: Bool) {
        self.shape = shape
        self.isNullable = isNullable
    }

    static let json = MappedType(.scalar(.json), isNullable: true)
}

/// The scalars of the schema, built-in and custom.
package enum MappedScalar: String, Sendable, Hashable, CaseIterable {
    case string = "String"
    case int = "Int"
    case float = "Float"
    case boolean = "Boolean"
    case long = "Long"
    case dateTime = "DateTime"
    case date = "Date"
    case duration = "Duration"
    case uuid = "UUID"
    case json = "JSON"
}

/// An object type and its input type.
package struct MappedObject: Sendable {
    /// The end of both names: empty for the root, `User` for `Value<User>` and `InputValue<User>`.
    package var stem: String
    package var pointer: String
    package var description: String?
    package var fields: [MappedField] = []
    /// Whether the model names properties that are not listed, so that an input object type cannot hold a value.
    package var isOpen = false
}

/// A property of an object.
package struct MappedField: Sendable {
    /// The name in GraphQL.
    package var name: String
    /// The name in the stored JSON.
    package var property: String
    package var pointer: String
    package var type: MappedType
    package var isRequired: Bool
    package var defaultValue: JSONValue?
    package var description: String?
    package var isDeprecated = false
    package var isWriteOnly = false
}

/// A union of object types, in the output.
package struct MappedUnion: Sendable {
    package var stem: String
    package var description: String?
    /// Indices of objects.
    package var members: [Int]
    /// How to tell which member a stored object is.
    package var resolution: UnionResolution
}

/// An enum type, in input and output.
package struct MappedEnum: Sendable {
    package var stem: String
    package var description: String?
    package var values: [String]
}
