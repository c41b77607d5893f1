import JSON

/// A type, wrapped or not, as `__Type` (spec 4.2.2).
struct TypeRecord: ResolvedRecord {
    let schema: Schema
    let type: TypeReference

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        if type.isNonNull {
            resolveWrapper(property, kind: "NON_NULL", around: type.nullable, into: &completion)
        } else if let item = type.item {
            resolveWrapper(property, kind: "LIST", around: item, into: &completion)
        } else {
            resolveNamed(property, schema[type.namedType], into: &completion)
        }
    }

    private func resolveWrapper(
        _ property: String,
        kind: String,
        around inner: TypeReference,
        into completion: inout FieldCompletion
    ) {
        switch property {
        case "kind": completion.string(kind)
        case "ofType": completion.record(TypeRecord(schema: schema, type: inner))
        default: completion.null()
        }
    }

    private func resolveNamed(_ property: String, _ type: NamedType, into completion: inout FieldCompletion) {
        switch property {
        case "kind": completion.string(type.kindName)
        case "name": completion.string(type.name)
        case "description": completion.putText(type.description)
        case "specifiedByURL":
            guard case .scalar(let scalar) = type else { return completion.null() }
            completion.putText(scalar.specifiedByURL)
        case "isOneOf":
            guard case .inputObject(let input) = type else { return completion.null() }
            completion.bool(input.isOneOf)
        case "fields": putFields(type, into: &completion)
        case "interfaces":
            guard type.fields != nil else { return completion.null() }
            put(type.interfaces, into: &completion)
        case "possibleTypes":
            guard type.isAbstract else { return completion.null() }
            put(schema.possibleTypes(of: self.type.namedType), into: &completion)
        case "enumValues": putEnumValues(type, into: &completion)
        case "inputFields":
            guard case .inputObject(let input) = type else { return completion.null() }
            completion.putInputValues(input.fields, of: schema)
        default: completion.null()
        }
    }

    private func put(_ types: [TypeID], into completion: inout FieldCompletion) {
        let schema = schema
        completion.list(count: types.count) { index, item in
            item.record(TypeRecord(schema: schema, type: .named(types[index])))
        }
    }

    private func putFields(_ type: NamedType, into completion: inout FieldCompletion) {
        guard let fields = type.fields else { return completion.null() }
        let all = completion.includesDeprecated
        let shown = fields.filter { all || $0.deprecationReason == nil }
        completion.list(of: shown.map { FieldRecord(schema: schema, field: $0) })
    }

    private func putEnumValues(_ type: NamedType, into completion: inout FieldCompletion) {
        guard case .enum(let enumeration) = type else { return completion.null() }
        let all = completion.includesDeprecated
        let shown = enumeration.values.filter { all || $0.deprecationReason == nil }
        completion.list(of: shown.map { EnumValueRecord(value: $0) })
    }
}

/// A field as `__Field` (spec 4.2.3).
struct FieldRecord: ResolvedRecord {
    let schema: Schema
    let field: FieldDefinition

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "name": completion.string(field.name)
        case "description": completion.putText(field.description)
        case "args": completion.putInputValues(field.arguments, of: schema)
        case "type": completion.record(TypeRecord(schema: schema, type: field.type))
        case "isDeprecated": completion.bool(field.deprecationReason != nil)
        case "deprecationReason": completion.putText(field.deprecationReason)
        default: completion.null()
        }
    }
}

/// An argument or input field as `__InputValue` (spec 4.2.4).
struct InputValueRecord: ResolvedRecord {
    let schema: Schema
    let value: InputValueDefinition

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "name": completion.string(value.name)
        case "description": completion.putText(value.description)
        case "type": completion.record(TypeRecord(schema: schema, type: value.type))
        case "defaultValue": completion.putText(DefaultValuePrinter.print(value, in: schema))
        case "isDeprecated": completion.bool(value.deprecationReason != nil)
        case "deprecationReason": completion.putText(value.deprecationReason)
        default: completion.null()
        }
    }
}

/// A value of an enum as `__EnumValue` (spec 4.2.5).
struct EnumValueRecord: ResolvedRecord {
    let value: EnumValueDefinition

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "name": completion.string(value.name)
        case "description": completion.putText(value.description)
        case "isDeprecated": completion.bool(value.deprecationReason != nil)
        case "deprecationReason": completion.putText(value.deprecationReason)
        default: completion.null()
        }
    }
}
