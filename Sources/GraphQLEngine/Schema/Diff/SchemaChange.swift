/// One difference between two schemas, from the point of view of clients of the old one.
public struct SchemaChange: Sendable, Hashable, CustomStringConvertible {
    /// What a change can do to clients.
    public enum Severity: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// No document and no client notices.
        case safe
        /// Every document stays valid, but a client may meet what it does not expect.
        case dangerous
        /// Documents that were valid may be valid no more.
        case breaking

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// What changed. The raw values are those of the reference implementation, where it tells such changes.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case typeRemoved = "TYPE_REMOVED"
        case typeChangedKind = "TYPE_CHANGED_KIND"
        case typeRemovedFromUnion = "TYPE_REMOVED_FROM_UNION"
        case valueRemovedFromEnum = "VALUE_REMOVED_FROM_ENUM"
        case requiredInputFieldAdded = "REQUIRED_INPUT_FIELD_ADDED"
        case implementedInterfaceRemoved = "IMPLEMENTED_INTERFACE_REMOVED"
        case fieldRemoved = "FIELD_REMOVED"
        case fieldChangedKind = "FIELD_CHANGED_KIND"
        case requiredArgumentAdded = "REQUIRED_ARG_ADDED"
        case argumentRemoved = "ARG_REMOVED"
        case argumentChangedKind = "ARG_CHANGED_KIND"
        case directiveRemoved = "DIRECTIVE_REMOVED"
        case directiveArgumentRemoved = "DIRECTIVE_ARG_REMOVED"
        case requiredDirectiveArgumentAdded = "REQUIRED_DIRECTIVE_ARG_ADDED"
        case directiveRepeatableRemoved = "DIRECTIVE_REPEATABLE_REMOVED"
        case directiveLocationRemoved = "DIRECTIVE_LOCATION_REMOVED"
        /// The type of an argument of a directive, which the reference does not compare.
        case directiveArgumentChangedKind = "DIRECTIVE_ARG_CHANGED_KIND"
        /// A default was removed that made the argument optional; the reference calls it dangerous.
        case argumentBecameRequired = "ARG_BECAME_REQUIRED"
        /// A default was removed that made the input field optional, which the reference does not compare.
        case inputFieldBecameRequired = "INPUT_FIELD_BECAME_REQUIRED"
        /// The root type of an operation, which the reference does not compare.
        case rootTypeChanged = "ROOT_TYPE_CHANGED"
        /// An input object became `@oneOf`, which the reference does not compare.
        case oneOfAdded = "ONE_OF_ADDED"

        case valueAddedToEnum = "VALUE_ADDED_TO_ENUM"
        case typeAddedToUnion = "TYPE_ADDED_TO_UNION"
        case optionalInputFieldAdded = "OPTIONAL_INPUT_FIELD_ADDED"
        case optionalArgumentAdded = "OPTIONAL_ARG_ADDED"
        case implementedInterfaceAdded = "IMPLEMENTED_INTERFACE_ADDED"
        case argumentDefaultValueChanged = "ARG_DEFAULT_VALUE_CHANGE"
        /// The default of an input field, which the reference does not compare.
        case inputFieldDefaultValueChanged = "INPUT_FIELD_DEFAULT_VALUE_CHANGE"

        case typeAdded = "TYPE_ADDED"
        case fieldAdded = "FIELD_ADDED"
        case fieldChangedKindSafely = "FIELD_CHANGED_KIND_SAFE"
        case argumentChangedKindSafely = "ARG_CHANGED_KIND_SAFE"
        case argumentDefaultValueAdded = "ARG_DEFAULT_VALUE_ADDED"
        case directiveAdded = "DIRECTIVE_ADDED"
        case directiveRepeatableAdded = "DIRECTIVE_REPEATABLE_ADDED"
        case directiveLocationAdded = "DIRECTIVE_LOCATION_ADDED"
        case optionalDirectiveArgumentAdded = "OPTIONAL_DIRECTIVE_ARG_ADDED"
        case rootTypeAdded = "ROOT_TYPE_ADDED"
        case oneOfRemoved = "ONE_OF_REMOVED"
        case deprecationChanged = "DEPRECATION_CHANGED"
        case descriptionChanged = "DESCRIPTION_CHANGED"
        case specifiedByChanged = "SPECIFIED_BY_CHANGED"
    }

    public let kind: Kind
    /// Where, as a schema coordinate (spec 3.14): `Query.hero(episode:)`, `@tag`; empty for the schema itself.
    public let coordinate: String
    /// A sentence; for kinds that the reference tells, its words.
    public let description: String

    public var severity: Severity { kind.severity }
}

extension SchemaChange.Kind {
    /// What changes of this kind can do to clients.
    public var severity: SchemaChange.Severity {
        switch self {
        case .typeRemoved, .typeChangedKind, .typeRemovedFromUnion, .valueRemovedFromEnum, .requiredInputFieldAdded,
            .implementedInterfaceRemoved, .fieldRemoved, .fieldChangedKind, .requiredArgumentAdded, .argumentRemoved,
            .argumentChangedKind, .directiveRemoved, .directiveArgumentRemoved, .requiredDirectiveArgumentAdded,
            .directiveRepeatableRemoved, .directiveLocationRemoved, .directiveArgumentChangedKind, .rootTypeChanged,
            .argumentBecameRequired, .inputFieldBecameRequired,
            .oneOfAdded:
            .breaking
        case .valueAddedToEnum, .typeAddedToUnion, .optionalInputFieldAdded, .optionalArgumentAdded,
            .implementedInterfaceAdded, .argumentDefaultValueChanged, .inputFieldDefaultValueChanged:
            .dangerous
        case .typeAdded, .fieldAdded, .fieldChangedKindSafely, .argumentChangedKindSafely, .argumentDefaultValueAdded,
            .directiveAdded, .directiveRepeatableAdded, .directiveLocationAdded, .optionalDirectiveArgumentAdded,
            .rootTypeAdded, .oneOfRemoved, .deprecationChanged, .descriptionChanged, .specifiedByChanged:
            .safe
        }
    }
}
