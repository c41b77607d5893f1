/// One response key of a selection set, all fields with that key merged: everything execution needs to know of it.
///
/// Plain numbers only, so that reading one costs no reference counting; texts and values lie in ``Plan``'s tables.
struct PlanField: Sendable {
    /// Where the value comes from.
    enum Origin: Sendable, Hashable {
        /// A member of the parent; the index is one into ``Plan/properties``.
        case property(Int32)
        /// A fetch that the host carries out.
        case fetch(tag: Int)
        /// `__typename`: the object type's name as JSON.
        case typeName(PlanText)
        /// `__schema`.
        case schema
        /// `__type(name:)`.
        case type
    }

    /// What a value of the field's named type looks like.
    enum Shape: Sendable, Hashable {
        case builtIn(BuiltInScalar)
        /// An index into ``Plan/scalars``.
        case scalar(Int32)
        /// An index into ``Plan/enums``.
        case enumeration(Int32)
        case object(SelectionID)
        /// An interface or union; the selection depends on the value's type.
        case abstract
    }

    /// A comma, the response key as JSON and a colon, in ``Plan/text``.
    var key: PlanText
    var origin: Origin
    var shape: Shape
    var type: TypeReference
    /// An index into ``Plan/arguments``; negative where the field takes no arguments.
    var arguments: Int32
    /// The merged field nodes, in ``Plan/nodes``.
    var nodes: PlanRange
    /// The object type that the selection was planned for.
    var parentType: TypeID
    /// The place of the definition in the parent type's fields; negative for meta-fields.
    var definition: Int32
    /// Whether a field below this one is a fetch.
    var mayFetch: Bool

    var isFetch: Bool {
        if case .fetch = origin { true } else { false }
    }
}

/// One selection set merged for one object type.
struct PlanSelection: Sendable {
    /// In ``Plan/fields``.
    var fields: PlanRange
    /// The distinct properties of the fields, in ``Plan/propertyNames``: what to look for in a JSON object.
    var properties: PlanRange
    var type: TypeID
    /// Whether one of the fields or a field below them is a fetch.
    var mayFetch: Bool
}

/// The place of a selection in ``Plan/selections``.
struct SelectionID: Sendable, Hashable {
    var index: Int32
}

/// A run of entries in one of a plan's tables.
struct PlanRange: Sendable, Hashable {
    var lower: Int32
    var upper: Int32

    static var none: PlanRange { PlanRange(lower: 0, upper: 0) }
    var count: Int { Int(upper) &- Int(lower) }
    var indices: Range<Int> { Int(lower)..<Int(upper) }
}

/// A run of bytes of ``Plan/text``.
typealias PlanText = PlanRange
