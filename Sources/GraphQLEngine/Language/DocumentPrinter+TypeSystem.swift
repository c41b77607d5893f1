extension DocumentPrinter {
    mutating func write(_ schema: Document.SchemaDefinition) {
        writeDescription(schema.description)
        write(schema.isExtension ? "extend schema" : "schema")
        writeDirectives(schema.directives)
        if !schema.operationTypes.isEmpty {
            write(" ")
        }
        writeBlock("{", schema.operationTypes, "}") { printer, id in
            let operationType = printer.document[id]
            printer.writeLines(operationType.kind.rawValue.utf8)
            printer.write(": ")
            printer.write(operationType.type)
        }
    }

    mutating func write(_ type: Document.TypeDefinition) {
        writeDescription(type.description)
        if type.isExtension {
            write("extend ")
        }
        write(type.kind.keyword)
        write(" ")
        write(type.name)
        if !type.interfaces.isEmpty {
            write(" implements ")
            writeList(type.interfaces, " & ") { $0.write($0.document[$1].range) }
        }
        writeDirectives(type.directives)
        if !type.members.isEmpty {
            write(" = ")
            writeList(type.members, " | ") { $0.write($0.document[$1].range) }
        }
        writeBlock(" {", type.fields, "}") { $0.write($0.document[$1]) }
        writeBlock(" {", type.inputFields, "}") { $0.write($0.document[$1]) }
        writeBlock(" {", type.values, "}") { printer, id in
            let value = printer.document[id]
            printer.writeDescription(value.description)
            printer.write(value.name)
            printer.writeDirectives(value.directives)
        }
    }

    private mutating func write(_ field: Document.FieldDefinition) {
        writeDescription(field.description)
        write(field.name)
        writeDefinitions(field.arguments) { $0.write($0.document[$1]) }
        write(": ")
        write(field.type)
        writeDirectives(field.directives)
    }

    private mutating func write(_ inputValue: Document.InputValueDefinition) {
        writeDescription(inputValue.description)
        write(inputValue.name)
        write(": ")
        write(inputValue.type)
        writeDefault(inputValue.defaultValue)
        writeDirectives(inputValue.directives)
    }

    mutating func write(_ directive: Document.DirectiveDefinition) {
        writeDescription(directive.description)
        write("directive @")
        write(directive.name)
        writeDefinitions(directive.arguments) { $0.write($0.document[$1]) }
        if directive.isRepeatable {
            write(" repeatable")
        }
        write(" on ")
        writeList(directive.locations, " | ") { $0.write($0.document[$1].range) }
    }
}

extension Document.TypeKind {
    /// The keyword that starts a definition of this kind.
    var keyword: StaticString {
        switch self {
        case .scalar: "scalar"
        case .object: "type"
        case .interface: "interface"
        case .union: "union"
        case .enumeration: "enum"
        case .inputObject: "input"
        }
    }
}
