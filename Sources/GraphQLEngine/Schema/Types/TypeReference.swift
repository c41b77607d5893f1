/// A type as a field, argument or input field uses it: a named type of the schema in list and non-null wrappers.
///
/// 24 bytes at most, without allocation; peeling a wrapper is a shift.
public struct TypeReference: Sendable, Hashable {
    /// The named type inside all wrappers.
    public let namedType: TypeID
    package let wrappers: TypeWrappers

    package init(_ namedType: TypeID, _ wrappers: TypeWrappers = TypeWrappers()) {
        self.namedType = namedType
        self.wrappers = wrappers
    }

    /// A nullable reference to a named type.
    public static func named(_ type: TypeID) -> TypeReference { TypeReference(type) }

    /// Whether the outermost wrapper is non-null.
    public var isNonNull: Bool { wrappers.isNonNull }

    /// Whether it is a list, non-null or not.
    public var isList: Bool { wrappers.isList }

    /// How many lists enclose the named type; at most 63.
    public var listDepth: Int { Int(wrappers.listDepth) }

    /// The item type of a list (non-null or not); nil where it is no list.
    public var item: TypeReference? {
        guard let inner = wrappers.item else { return nil }
        return TypeReference(namedType, inner)
    }

    /// The type without its outermost non-null wrapper.
    public var nullable: TypeReference { TypeReference(namedType, wrappers.nullable) }

    /// The type with an outermost non-null wrapper.
    public var required: TypeReference { TypeReference(namedType, wrappers.required) }

    /// A nullable list of this type; nil where it would be nested deeper than 63 lists.
    public var list: TypeReference? {
        guard let outer = wrappers.list else { return nil }
        return TypeReference(namedType, outer)
    }
}
