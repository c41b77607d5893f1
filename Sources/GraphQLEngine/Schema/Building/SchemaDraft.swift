/// A type system with names in place of references: what code, SDL and introspection results are all turned into.
struct SchemaDraft: Sendable {
    var description: String?
    var types: [TypeDraft] = []
    var directives: [DirectiveDraft] = []
    var rootTypes: [OperationKind: String] = [:]
    var sources: [Source] = []
    var positions = SchemaPositions()

    /// Makes the types of certain names, where there are such, the root types.
    mutating func nameRootTypes(_ name: (OperationKind) -> String = \.usualTypeName) {
        let names = Set(types.map(\.name))
        for kind in OperationKind.allCases where names.contains(name(kind)) { rootTypes[kind] = name(kind) }
    }
}

struct TypeDraft: Sendable {
    enum Kind: Sendable {
        case scalar(any ScalarCoercion, specifiedByURL: String?)
        case object(interfaces: [String], fields: [SchemaBuilder.Field])
        case interface(interfaces: [String], fields: [SchemaBuilder.Field], TypeResolver?)
        case union(members: [String], TypeResolver?)
        case `enum`(values: [SchemaBuilder.EnumValue])
        case inputObject(fields: [SchemaBuilder.InputValue], isOneOf: Bool)
    }

    var name: String
    var kind: Kind
    var description: String?
    var positions = TypePositions()

    init(_ name: String, _ kind: Kind, _ description: String?) {
        self.name = name
        self.kind = kind
        self.description = description
    }
}

struct DirectiveDraft: Sendable {
    var name: String
    var description: String?
    var arguments: [SchemaBuilder.InputValue]
    var locations: [DirectiveLocation]
    var isRepeatable: Bool
    var position: DefinitionPosition?
}
