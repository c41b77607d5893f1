import JSON

/// A variable of an operation with its type of the schema.
final class VariableDefinition: Sendable {
    let name: String
    let type: TypeReference
    /// The type as messages show it.
    let typeText: String
    /// The coerced default; nil where there is none.
    let defaultValue: JSONValue?
    /// Where the definition starts, for errors.
    let offset: UInt32
    /// What values of the type go through.
    let coercion: Coercion

    /// The short cut for the usual types.
    enum Coercion: Sendable {
        case string
        case other
    }

    init(
        name: String,
        type: TypeReference,
        typeText: String,
        defaultValue: JSONValue?,
        offset: UInt32,
        coercion: Coercion
    ) {
        self.name = name
        self.type = type
        self.typeText = typeText
        self.defaultValue = defaultValue
        self.offset = offset
        self.coercion = coercion
    }

    /// The variables of an operation that passed validation.
    static func all(
        of operation: Document.OperationDefinition,
        in source: ValidatedDocument
    ) -> [VariableDefinition] {
        let (document, schema) = (source.document, source.schema)
        return operation.variables.compactMap { id in
            let definition = document[id]
            guard let type = schema.reference(to: definition.type, in: document) else { return nil }
            let name = document.text(of: definition.name)
            var coercion = Coercion.other
            if case .scalar(let scalar) = schema[type.namedType], scalar.builtIn == .string, !type.isList {
                coercion = .string
            }
            let defaultValue = definition.defaultValue.flatMap {
                LiteralCoercion(source, variables: nil).value(of: $0, as: type)
            }
            return VariableDefinition(
                name: name,
                type: type,
                typeText: schema.text(of: type),
                defaultValue: defaultValue,
                offset: definition.range.offset,
                coercion: coercion
            )
        }
    }
}

extension Schema {
    /// TypeFromAST: the type that a reference in a document names; nil where the schema does not know it, or where
    /// lists are nested too deep.
    func reference(to type: Document.TypeReference, in document: Document) -> TypeReference? {
        var wrappers: [Bool] = []  // outermost first: whether each list is non-null
        var type = type
        while case .list(let item) = type.kind {
            wrappers.append(type.isNonNull)
            type = document[item]
        }
        guard case .named(let name) = type.kind, let id = typeID(named: document.text(of: name)) else { return nil }
        var reference = TypeReference.named(id)
        if type.isNonNull { reference = reference.required }
        for isNonNull in wrappers.reversed() {
            guard let list = reference.list else { return nil }
            reference = isNonNull ? list.required : list
        }
        return reference
    }
}
