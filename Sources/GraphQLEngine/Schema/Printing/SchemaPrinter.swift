/// Writes a schema as SDL, in the order and the format of the reference implementation's `printSchema`: the schema
/// definition where the root types have other than the usual names, directives, then types, each in definition order.
/// What is built in is left out; of applied directives only `@deprecated`, `@specifiedBy` and `@oneOf` are shown.
public struct SchemaPrinter {
    let schema: Schema
    private(set) var text = ""

    private init(_ schema: Schema) {
        self.schema = schema
    }

    /// The whole schema, without a line end after the last line.
    public static func print(_ schema: Schema) -> String {
        var printer = SchemaPrinter(schema)
        printer.writeSchemaDefinition()
        for directive in schema.directives where !BuiltInDirectives.names.contains(directive.name) {
            printer.startDefinition()
            printer.write(directive)
        }
        for type in schema.types where !BuiltInTypes.names.contains(type.name) {
            printer.startDefinition()
            printer.write(type)
        }
        return printer.text
    }

    /// One type.
    public static func print(_ type: NamedType, in schema: Schema) -> String {
        var printer = SchemaPrinter(schema)
        printer.write(type)
        return printer.text
    }

    private mutating func startDefinition() {
        if !text.isEmpty { text += "\n\n" }
    }
}

// MARK: - Definitions

extension SchemaPrinter {
    private mutating func writeSchemaDefinition() {
        let roots = OperationKind.allCases.compactMap { kind in
            schema.rootType(kind).map { (kind: kind, name: schema.name(of: $0)) }
        }
        let isUsual = roots.allSatisfy { $0.name == $0.kind.usualTypeName }
        guard schema.description != nil || !isUsual else { return }
        writeDescription(schema.description)
        text += "schema {\n"
        for root in roots { text += "  \(root.kind.rawValue): \(root.name)\n" }
        text += "}"
    }

    private mutating func write(_ directive: DirectiveDefinition) {
        writeDescription(directive.description)
        text += "directive @\(directive.name)"
        writeArguments(directive.arguments, indentation: "")
        if directive.isRepeatable { text += " repeatable" }
        text += " on " + directive.locations.map(\.rawValue).joined(separator: " | ")
    }

    private mutating func write(_ type: NamedType) {
        writeDescription(type.description)
        switch type {
        case .scalar(let type):
            text += "scalar \(type.name)"
            if let url = type.specifiedByURL { text += " @specifiedBy(url: \(StringLiteral.printed(url)))" }
        case .object(let type):
            text += "type \(type.name)"
            writeInterfaces(type.interfaces)
            writeBlock(type.fields, description: \.description) { $0.write($1) }
        case .interface(let type):
            text += "interface \(type.name)"
            writeInterfaces(type.interfaces)
            writeBlock(type.fields, description: \.description) { $0.write($1) }
        case .union(let type):
            text += "union \(type.name)"
            if !type.members.isEmpty {
                text += " = " + type.members.map { schema.name(of: $0) }.joined(separator: " | ")
            }
        case .enum(let type):
            text += "enum \(type.name)"
            writeBlock(type.values, description: \.description) { printer, value in
                printer.text += value.name
                printer.writeDeprecation(value.deprecationReason)
            }
        case .inputObject(let type):
            text += "input \(type.name)" + (type.isOneOf ? " @oneOf" : "")
            writeBlock(type.fields, description: \.description) { $0.write($1) }
        }
    }

    private mutating func writeInterfaces(_ interfaces: [TypeID]) {
        guard !interfaces.isEmpty else { return }
        text += " implements " + interfaces.map { schema.name(of: $0) }.joined(separator: " & ")
    }

    private mutating func write(_ field: FieldDefinition) {
        text += field.name
        writeArguments(field.arguments, indentation: "  ")
        text += ": " + schema.text(of: field.type)
        writeDeprecation(field.deprecationReason)
    }

    private mutating func write(_ value: InputValueDefinition) {
        text += "\(value.name): \(schema.text(of: value.type))"
        if let literal = DefaultValuePrinter.print(value, in: schema) { text += " = " + literal }
        writeDeprecation(value.deprecationReason)
    }
}

// MARK: - Parts

extension SchemaPrinter {
    private mutating func writeBlock<Member>(
        _ members: NamedList<Member>,
        description: (Member) -> String?,
        _ write: (inout SchemaPrinter, Member) -> Void
    ) {
        guard !members.isEmpty else { return }
        text += " {\n"
        for (index, member) in members.enumerated() {
            writeDescription(description(member), indentation: "  ", isFirst: index == 0)
            text += "  "
            write(&self, member)
            text += "\n"
        }
        text += "}"
    }

    /// On one line, unless one of them has a description.
    private mutating func writeArguments(_ arguments: NamedList<InputValueDefinition>, indentation: String) {
        guard !arguments.isEmpty else { return }
        if arguments.allSatisfy({ ($0.description ?? "").isEmpty }) {
            text += "("
            for (index, argument) in arguments.enumerated() {
                if index > 0 { text += ", " }
                write(argument)
            }
            text += ")"
            return
        }
        text += "(\n"
        for (index, argument) in arguments.enumerated() {
            writeDescription(argument.description, indentation: "  " + indentation, isFirst: index == 0)
            text += "  " + indentation
            write(argument)
            text += "\n"
        }
        text += indentation + ")"
    }

    private mutating func writeDeprecation(_ reason: String?) {
        guard let reason else { return }
        text += " @deprecated"
        if reason != BuiltInDirectives.defaultDeprecationReason {
            text += "(reason: \(StringLiteral.printed(reason)))"
        }
    }

    /// A block string on lines of its own; a blank line goes before it, unless it is the first of a block.
    private mutating func writeDescription(_ description: String?, indentation: String = "", isFirst: Bool = true) {
        guard let description else { return }
        let literal =
            BlockString.isPrintable(description)
            ? BlockString.printed(description) : StringLiteral.printed(description)
        if !indentation.isEmpty, !isFirst { text += "\n" }
        text += indentation
        for character in literal {
            text.append(character)
            if character == "\n" { text += indentation }
        }
        text += "\n"
    }
}

extension OperationKind {
    /// The name of the root type where no schema definition says otherwise.
    package var usualTypeName: String {
        switch self {
        case .query: "Query"
        case .mutation: "Mutation"
        case .subscription: "Subscription"
        }
    }
}
