/// Writes a document in canonical form: one definition a block, two spaces a level, the format of the reference
/// implementation. Parsing the result gives an equal document, and printing that gives the same text.
public struct DocumentPrinter {
    private static let maximumLineLength = 80
    let document: Document
    private(set) var output: [UInt8] = []
    private var indentation = 0

    private init(_ document: Document) {
        self.document = document
    }

    /// The whole document, without a line end after it.
    public static func print(_ document: Document) -> String {
        var printer = DocumentPrinter(document)
        for (index, definition) in document.definitions.enumerated() {
            if index > 0 {
                printer.write("\n\n")
            }
            printer.write(definition)
        }
        return printer.text
    }

    /// One value of a document.
    public static func print(_ value: Document.Value, in document: Document) -> String {
        var printer = DocumentPrinter(document)
        printer.write(value)
        return printer.text
    }

    /// One type reference of a document.
    public static func print(_ type: Document.TypeReference, in document: Document) -> String {
        var printer = DocumentPrinter(document)
        printer.write(type)
        return printer.text
    }

    private var text: String { String(decoding: output, as: UTF8.self) }
}

// MARK: - Output

extension DocumentPrinter {
    mutating func write(_ literal: StaticString) {
        literal.withUTF8Buffer { output.append(contentsOf: $0) }
    }

    mutating func write(_ range: SourceRange) {
        output.append(contentsOf: document.source.bytes[range.indices])
    }

    /// Text that may have line ends: each line after the first is indented.
    mutating func writeLines(_ text: some Sequence<UInt8>) {
        for byte in text {
            if byte == 0x0A {
                newLine()
            } else {
                output.append(byte)
            }
        }
    }

    mutating func newLine() {
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: 2 * indentation))
    }

    /// What `body` writes, without the present indentation.
    private func detached(_ body: (inout DocumentPrinter) -> Void) -> [UInt8] {
        var printer = DocumentPrinter(document)
        body(&printer)
        return printer.output
    }

    /// Items on lines of their own between an opening and a closing mark; nothing where there are none.
    mutating func writeBlock<Node>(
        _ open: StaticString,
        _ nodes: NodeRange<Node>,
        _ close: StaticString,
        _ body: (inout DocumentPrinter, NodeID<Node>) -> Void
    ) {
        guard !nodes.isEmpty else { return }
        write(open)
        indentation += 1
        for node in nodes {
            newLine()
            body(&self, node)
        }
        indentation -= 1
        newLine()
        write(close)
    }

    mutating func writeList<Node>(
        _ nodes: NodeRange<Node>,
        _ separator: StaticString,
        _ body: (inout DocumentPrinter, NodeID<Node>) -> Void
    ) {
        var isFirst = true
        for node in nodes {
            if !isFirst {
                write(separator)
            }
            isFirst = false
            body(&self, node)
        }
    }

    /// Definitions in parentheses: in one line, or one a line where any of them takes several.
    mutating func writeDefinitions<Node>(
        _ nodes: NodeRange<Node>,
        _ body: (inout DocumentPrinter, NodeID<Node>) -> Void
    ) {
        guard !nodes.isEmpty else { return }
        let line = detached { $0.writeList(nodes, ", ", body) }
        if line.contains(0x0A) {
            writeBlock("(", nodes, ")", body)
        } else {
            write("(")
            output.append(contentsOf: line)
            write(")")
        }
    }
}

// MARK: - Executable definitions

extension DocumentPrinter {
    private mutating func write(_ definition: Document.Definition) {
        switch definition {
        case .operation(let id): write(document[id])
        case .fragment(let id): write(document[id])
        case .schema(let id): write(document[id])
        case .type(let id): write(document[id])
        case .directive(let id): write(document[id])
        }
    }

    private mutating func write(_ operation: Document.OperationDefinition) {
        writeDescription(operation.description)
        let isShort =
            operation.kind == .query && operation.name == nil && operation.variables.isEmpty
            && operation.directives.isEmpty && operation.description == nil
        if !isShort {
            writeLines(operation.kind.rawValue.utf8)
            if operation.name != nil || !operation.variables.isEmpty {
                write(" ")
            }
            if let name = operation.name {
                write(name)
            }
            write(operation.variables)
            writeDirectives(operation.directives)
            write(" ")
        }
        write(operation.selectionSet)
    }

    private mutating func write(_ variables: NodeRange<Document.VariableDefinition>) {
        if variables.contains(where: { document[$0].description != nil }) {
            writeBlock("(", variables, ")") { $0.write($0.document[$1]) }
        } else if !variables.isEmpty {
            write("(")
            writeList(variables, ", ") { $0.write($0.document[$1]) }
            write(")")
        }
    }

    private mutating func write(_ variable: Document.VariableDefinition) {
        writeDescription(variable.description)
        write("$")
        write(variable.name)
        write(": ")
        write(variable.type)
        writeDefault(variable.defaultValue)
        writeDirectives(variable.directives)
    }

    private mutating func write(_ fragment: Document.FragmentDefinition) {
        writeDescription(fragment.description)
        write("fragment ")
        write(fragment.name)
        write(" on ")
        write(fragment.typeCondition)
        writeDirectives(fragment.directives)
        write(" ")
        write(fragment.selectionSet)
    }

    private mutating func write(_ selectionSet: Document.SelectionSet) {
        writeBlock("{", selectionSet.selections, "}") { printer, id in
            switch printer.document[id] {
            case .field(let id): printer.write(printer.document[id])
            case .spread(let id):
                let spread = printer.document[id]
                printer.write("...")
                printer.write(spread.name)
                printer.writeDirectives(spread.directives)
            case .inline(let id): printer.write(printer.document[id])
            }
        }
    }

    private mutating func write(_ fragment: Document.InlineFragment) {
        write("...")
        if let typeCondition = fragment.typeCondition {
            write(" on ")
            write(typeCondition)
        }
        writeDirectives(fragment.directives)
        write(" ")
        write(fragment.selectionSet)
    }

    private mutating func write(_ field: Document.Field) {
        let line = detached { printer in
            if let alias = field.alias {
                printer.write(alias)
                printer.write(": ")
            }
            printer.write(field.name)
            printer.writeArguments(field.arguments)
        }
        if line.count(where: { $0 & 0xC0 != 0x80 }) > Self.maximumLineLength, !field.arguments.isEmpty {
            if let alias = field.alias {
                write(alias)
                write(": ")
            }
            write(field.name)
            writeBlock("(", field.arguments, ")") { $0.write($0.document[$1]) }
        } else {
            writeLines(line)
        }
        writeDirectives(field.directives)
        if let selectionSet = field.selectionSet {
            write(" ")
            write(selectionSet)
        }
    }

    private mutating func writeArguments(_ arguments: NodeRange<Document.Argument>) {
        guard !arguments.isEmpty else { return }
        write("(")
        writeList(arguments, ", ") { $0.write($0.document[$1]) }
        write(")")
    }

    private mutating func write(_ argument: Document.Argument) {
        write(argument.name)
        write(": ")
        write(argument.value)
    }

    mutating func writeDirectives(_ directives: NodeRange<Document.Directive>) {
        for id in directives {
            let directive = document[id]
            write(" @")
            write(directive.name)
            writeArguments(directive.arguments)
        }
    }
}

// MARK: - Values and types

extension DocumentPrinter {
    mutating func write(_ value: Document.Value) {
        switch value.kind {
        case .variable(let name):
            write("$")
            write(name)
        case .int, .float, .enumeration, .boolean, .null:
            write(value.range)
        case .string(let isBlock):
            write(Document.StringValue(range: value.range, isBlock: isBlock))
        case .list(let items):
            write("[")
            writeList(items, ", ") { $0.write($0.document[$1]) }
            write("]")
        case .object(let fields):
            write("{")
            writeList(fields, ", ") { printer, id in
                let field = printer.document[id]
                printer.write(field.name)
                printer.write(": ")
                printer.write(field.value)
            }
            write("}")
        }
    }

    mutating func write(_ literal: Document.StringValue) {
        let text = document.stringValue(of: literal)
        writeLines((literal.isBlock ? BlockString.printed(text) : StringLiteral.printed(text)).utf8)
    }

    mutating func writeDescription(_ description: Document.StringValue?) {
        guard let description else { return }
        write(description)
        newLine()
    }

    mutating func writeDefault(_ value: Document.Value?) {
        guard let value else { return }
        write(" = ")
        write(value)
    }

    mutating func write(_ type: Document.TypeReference) {
        switch type.kind {
        case .named(let name): write(name)
        case .list(let item):
            write("[")
            write(document[item])
            write("]")
        }
        if type.isNonNull {
            write("!")
        }
    }
}
