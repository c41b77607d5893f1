extension Document {
    /// Names one definition of the document.
    public enum Definition: Sendable, Hashable {
        case operation(NodeID<OperationDefinition>)
        case fragment(NodeID<FragmentDefinition>)
        case schema(NodeID<SchemaDefinition>)
        case type(NodeID<TypeDefinition>)
        case directive(NodeID<DirectiveDefinition>)
    }

    public struct OperationDefinition: Sendable, Hashable {
        /// From the description or the keyword or, for a query in short form, the opening brace.
        public var range: SourceRange
        public var description: StringValue?
        public var kind: OperationKind
        public var name: SourceRange?
        public var variables: NodeRange<VariableDefinition>
        public var directives: NodeRange<Directive>
        public var selectionSet: SelectionSet
    }

    public struct FragmentDefinition: Sendable, Hashable {
        public var range: SourceRange
        public var description: StringValue?
        public var name: SourceRange
        public var typeCondition: SourceRange
        public var directives: NodeRange<Directive>
        public var selectionSet: SelectionSet
    }

    public struct VariableDefinition: Sendable, Hashable {
        public var range: SourceRange
        public var description: StringValue?
        /// The `$` and the name.
        public var variable: SourceRange
        /// The name alone.
        public var name: SourceRange
        public var type: TypeReference
        public var defaultValue: Value?
        public var directives: NodeRange<Directive>
    }

    public struct SelectionSet: Sendable, Hashable {
        /// Both braces and what is between them.
        public var range: SourceRange
        public var selections: NodeRange<Selection>
    }

    public enum Selection: Sendable, Hashable {
        case field(NodeID<Field>)
        case spread(NodeID<FragmentSpread>)
        case inline(NodeID<InlineFragment>)
    }

    public struct Field: Sendable, Hashable {
        public var range: SourceRange
        public var alias: SourceRange?
        public var name: SourceRange
        public var arguments: NodeRange<Argument>
        public var directives: NodeRange<Directive>
        public var selectionSet: SelectionSet?

        /// The alias, or the name where there is none: the key in the response.
        public var responseKey: SourceRange { alias ?? name }
    }

    public struct FragmentSpread: Sendable, Hashable {
        public var range: SourceRange
        public var name: SourceRange
        public var directives: NodeRange<Directive>
    }

    public struct InlineFragment: Sendable, Hashable {
        public var range: SourceRange
        public var typeCondition: SourceRange?
        public var directives: NodeRange<Directive>
        public var selectionSet: SelectionSet
    }

    public struct Argument: Sendable, Hashable {
        public var range: SourceRange
        public var name: SourceRange
        public var value: Value
    }

    public struct Directive: Sendable, Hashable {
        /// From the `@` on.
        public var range: SourceRange
        public var name: SourceRange
        public var arguments: NodeRange<Argument>
    }
}
