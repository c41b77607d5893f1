extension Document {
    /// A literal or a variable, spec 2.9.
    public struct Value: Sendable, Hashable {
        public var range: SourceRange
        public var kind: Kind

        public enum Kind: Sendable, Hashable {
            /// The name, without the `$`.
            case variable(name: SourceRange)
            /// The range of the value is the number's text.
            case int
            /// The range of the value is the number's text.
            case float
            /// The range holds the quotation marks too; `Document.stringValue(of:)` decodes.
            case string(isBlock: Bool)
            case boolean(Bool)
            case null
            /// The range of the value is the enum value's name.
            case enumeration
            case list(NodeRange<Value>)
            case object(NodeRange<ObjectField>)
        }
    }

    public struct ObjectField: Sendable, Hashable {
        public var range: SourceRange
        public var name: SourceRange
        public var value: Value
    }

    /// A string literal where only a string may stand: a description.
    public struct StringValue: Sendable, Hashable {
        /// The literal with its quotation marks.
        public var range: SourceRange
        public var isBlock: Bool
    }

    /// A type as it is written in variable and field definitions, spec 2.12.
    public struct TypeReference: Sendable, Hashable {
        public var range: SourceRange
        public var kind: Kind
        /// Whether a `!` follows.
        public var isNonNull: Bool

        public enum Kind: Sendable, Hashable {
            /// The name, without a `!`.
            case named(SourceRange)
            /// The type of the items.
            case list(NodeID<TypeReference>)
        }
    }

    /// A bare name in a list of names.
    public struct Name: Sendable, Hashable {
        public var range: SourceRange
    }

    /// The name at the core of a type reference, without lists and `!`.
    public func innermostName(of type: TypeReference) -> SourceRange {
        var type = type
        while true {
            switch type.kind {
            case .named(let name): return name
            case .list(let item): type = self[item]
            }
        }
    }
}
