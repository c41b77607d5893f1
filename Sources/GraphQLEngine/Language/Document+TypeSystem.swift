extension Document {
    /// `schema { … }` or `extend schema`.
    public struct SchemaDefinition: Sendable, Hashable {
        /// From the description or the first keyword on.
        public var range: SourceRange
        public var isExtension: Bool
        public var description: StringValue?
        public var directives: NodeRange<Directive>
        public var operationTypes: NodeRange<OperationTypeDefinition>
    }

    /// `query: Query` inside a schema definition.
    public struct OperationTypeDefinition: Sendable, Hashable {
        public var range: SourceRange
        public var kind: OperationKind
        public var type: SourceRange
    }

    /// The six kinds of named types.
    public enum TypeKind: Sendable, Hashable, CaseIterable {
        case scalar, object, interface, union, enumeration, inputObject
    }

    /// The definition or the extension of a named type. What a kind of type does not have is empty.
    public struct TypeDefinition: Sendable, Hashable {
        /// From the description or the first keyword on.
        public var range: SourceRange
        public var kind: TypeKind
        public var isExtension: Bool
        public var description: StringValue?
        public var name: SourceRange
        public var directives: NodeRange<Directive>
        /// Of objects and interfaces.
        public var interfaces: NodeRange<Name> = .none
        /// Of objects and interfaces.
        public var fields: NodeRange<FieldDefinition> = .none
        /// Of unions.
        public var members: NodeRange<Name> = .none
        /// Of enums.
        public var values: NodeRange<EnumValueDefinition> = .none
        /// Of input objects.
        public var inputFields: NodeRange<InputValueDefinition> = .none
    }

    public struct FieldDefinition: Sendable, Hashable {
        public var range: SourceRange
        public var description: StringValue?
        public var name: SourceRange
        public var arguments: NodeRange<InputValueDefinition>
        public var type: TypeReference
        public var directives: NodeRange<Directive>
    }

    /// An argument of a field or directive, or a field of an input object.
    public struct InputValueDefinition: Sendable, Hashable {
        public var range: SourceRange
        public var description: StringValue?
        public var name: SourceRange
        public var type: TypeReference
        public var defaultValue: Value?
        public var directives: NodeRange<Directive>
    }

    public struct EnumValueDefinition: Sendable, Hashable {
        public var range: SourceRange
        public var description: StringValue?
        public var name: SourceRange
        public var directives: NodeRange<Directive>
    }

    public struct DirectiveDefinition: Sendable, Hashable {
        public var range: SourceRange
        public var description: StringValue?
        public var name: SourceRange
        public var arguments: NodeRange<InputValueDefinition>
        public var isRepeatable: Bool
        /// Names of directive locations, spec 3.13; the parser lets no others through.
        public var locations: NodeRange<Name>
    }
}
