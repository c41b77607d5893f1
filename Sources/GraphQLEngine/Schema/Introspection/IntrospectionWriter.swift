import JSON

/// Writes what the standard introspection query asks for (``IntrospectionQuery/standard``) straight from the schema.
struct IntrospectionWriter {
    private let schema: Schema

    init(_ schema: Schema) {
        self.schema = schema
    }

    /// `{"__schema":{…}}`
    func write(to writer: inout JSONWriter) {
        writer.append("{\"__schema\":{\"description\":")
        write(schema.description, to: &writer)
        for (name, type) in [
            ("queryType", schema.queryType), ("mutationType", schema.mutationType),
            ("subscriptionType", schema.subscriptionType),
        ] {
            writer.append(",")
            writer.writeString(name)
            guard let type else {
                writer.append(":null")
                continue
            }
            writer.append(":{\"name\":")
            writer.writeString(schema.name(of: type))
            writer.append("}")
        }
        writer.append(",\"types\":")
        writeList(schema.types, to: &writer) { write($0, to: &$1) }
        writer.append(",\"directives\":")
        writeList(schema.directives, to: &writer) { write($0, to: &$1) }
        writer.append("}}")
    }

    private func write(_ type: NamedType, to writer: inout JSONWriter) {
        writer.append("{\"kind\":\"")
        writer.append(type.kindName.utf8)
        writer.append("\",\"name\":")
        writer.writeString(type.name)
        writer.append(",\"description\":")
        write(type.description, to: &writer)
        var parts = TypeParts()
        parts.fill(type, schema)
        writer.append(",\"specifiedByURL\":")
        write(parts.specifiedByURL, to: &writer)
        if let isOneOf = parts.isOneOf {
            writer.append(",\"isOneOf\":")
            writer.write(isOneOf)
        } else {
            writer.append(",\"isOneOf\":null")
        }
        writer.append(",\"fields\":")
        writeList(parts.fields, to: &writer) { write($0, to: &$1) }
        writer.append(",\"inputFields\":")
        writeList(parts.inputFields, to: &writer) { write($0, to: &$1) }
        writer.append(",\"interfaces\":")
        writeList(parts.interfaces, to: &writer) { write(.named($0), to: &$1) }
        writer.append(",\"enumValues\":")
        writeList(parts.enumValues, to: &writer) { write($0, to: &$1) }
        writer.append(",\"possibleTypes\":")
        writeList(parts.possibleTypes, to: &writer) { write(.named($0), to: &$1) }
        writer.append("}")
    }

    private func write(_ directive: DirectiveDefinition, to writer: inout JSONWriter) {
        writer.append("{\"name\":")
        writer.writeString(directive.name)
        writer.append(",\"description\":")
        write(directive.description, to: &writer)
        writer.append(",\"isRepeatable\":")
        writer.write(directive.isRepeatable)
        writer.append(",\"locations\":")
        writeList(directive.locations, to: &writer) { $1.writeString($0.rawValue) }
        writer.append(",\"args\":")
        writeList(directive.arguments, to: &writer) { write($0, to: &$1) }
        writer.append("}")
    }

    private func write(_ field: FieldDefinition, to writer: inout JSONWriter) {
        writer.append("{\"name\":")
        writer.writeString(field.name)
        writer.append(",\"description\":")
        write(field.description, to: &writer)
        writer.append(",\"args\":")
        writeList(field.arguments, to: &writer) { write($0, to: &$1) }
        writer.append(",\"type\":")
        write(field.type, to: &writer)
        writeDeprecation(field.deprecationReason, to: &writer)
        writer.append("}")
    }

    private func write(_ value: InputValueDefinition, to writer: inout JSONWriter) {
        writer.append("{\"name\":")
        writer.writeString(value.name)
        writer.append(",\"description\":")
        write(value.description, to: &writer)
        writer.append(",\"type\":")
        write(value.type, to: &writer)
        writer.append(",\"defaultValue\":")
        write(DefaultValuePrinter.print(value, in: schema), to: &writer)
        writeDeprecation(value.deprecationReason, to: &writer)
        writer.append("}")
    }

    private func write(_ value: EnumValueDefinition, to writer: inout JSONWriter) {
        writer.append("{\"name\":")
        writer.writeString(value.name)
        writer.append(",\"description\":")
        write(value.description, to: &writer)
        writeDeprecation(value.deprecationReason, to: &writer)
        writer.append("}")
    }

    /// A type reference: wrappers from the outside in, then kind and name, cut where the query ends.
    private func write(_ type: TypeReference, to writer: inout JSONWriter) {
        var type = type
        var open = 1
        while type.isNonNull || type.isList {
            writer.append(type.isNonNull ? "{\"kind\":\"NON_NULL\",\"name\":null" : "{\"kind\":\"LIST\",\"name\":null")
            guard open <= IntrospectionQuery.maximumWrappers else { break }
            writer.append(",\"ofType\":")
            type = type.isNonNull ? type.nullable : type.item ?? type.nullable
            open += 1
        }
        if !type.isNonNull, !type.isList {
            let named = schema[type.namedType]
            writer.append("{\"kind\":\"")
            writer.append(named.kindName.utf8)
            writer.append("\",\"name\":")
            writer.writeString(named.name)
            if open <= IntrospectionQuery.maximumWrappers { writer.append(",\"ofType\":null") }
        }
        for _ in 0..<open { writer.append("}") }
    }

    private func writeDeprecation(_ reason: String?, to writer: inout JSONWriter) {
        writer.append(reason == nil ? ",\"isDeprecated\":false" : ",\"isDeprecated\":true")
        writer.append(",\"deprecationReason\":")
        write(reason, to: &writer)
    }

    private func write(_ text: String?, to writer: inout JSONWriter) {
        guard let text else { return writer.writeNull() }
        writer.writeString(text)
    }

    private func writeList<List: Collection>(
        _ items: List?,
        to writer: inout JSONWriter,
        _ write: (List.Element, inout JSONWriter) -> Void
    ) {
        guard let items else { return writer.writeNull() }
        writer.append("[")
        var isFirst = true
        for item in items {
            if !isFirst { writer.append(",") }
            isFirst = false
            write(item, &writer)
        }
        writer.append("]")
    }
}

/// What introspection says of a type; nil where its kind has no such thing.
private struct TypeParts {
    var specifiedByURL: String?
    var isOneOf: Bool?
    var fields: NamedList<FieldDefinition>?
    var inputFields: NamedList<InputValueDefinition>?
    var interfaces: [TypeID]?
    var enumValues: NamedList<EnumValueDefinition>?
    var possibleTypes: [TypeID]?

    mutating func fill(_ type: NamedType, _ schema: Schema) {
        switch type {
        case .scalar(let type): specifiedByURL = type.specifiedByURL
        case .object(let type): (fields, interfaces) = (type.fields, type.interfaces)
        case .interface(let type):
            (fields, interfaces) = (type.fields, type.interfaces)
            possibleTypes = schema.typeID(named: type.name).map { schema.possibleTypes(of: $0) }
        case .union(let type): possibleTypes = type.members
        case .enum(let type): enumValues = type.values
        case .inputObject(let type): (inputFields, isOneOf) = (type.fields, type.isOneOf)
        }
    }
}

extension NamedType {
    /// The name of the kind in the enum `__TypeKind`.
    package var kindName: String {
        switch self {
        case .scalar: "SCALAR"
        case .object: "OBJECT"
        case .interface: "INTERFACE"
        case .union: "UNION"
        case .enum: "ENUM"
        case .inputObject: "INPUT_OBJECT"
        }
    }
}
