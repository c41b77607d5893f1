/// Spec 5.4.3: arguments that must be given are given.
extension Validator {
    mutating func checkRequiredArguments(of field: Document.Field, _ entry: FieldEntry) {
        for argument in entry.arguments where argument.isRequired && !isGiven(argument.name, in: field.arguments) {
            report(
                "Field \"\(entry.definition.name)\" argument \"\(argument.name)\" of type "
                    + "\"\(schema.text(of: argument.type))\" is required, but it was not provided.",
                at: field.range.offset
            )
        }
    }

    mutating func checkRequiredArguments(of directive: Document.Directive, _ definition: DirectiveDefinition) {
        for argument in definition.arguments
        where argument.isRequired && !isGiven(argument.name, in: directive.arguments) {
            report(
                "Directive \"@\(definition.name)\" argument \"\(argument.name)\" of type "
                    + "\"\(schema.text(of: argument.type))\" is required, but it was not provided.",
                at: directive.range.offset
            )
        }
    }

    private func isGiven(_ name: String, in arguments: NodeRange<Document.Argument>) -> Bool {
        arguments.contains { document.isText(document[$0].name, name) }
    }
}

extension Document {
    /// Whether a range holds exactly this text.
    func isText(_ range: SourceRange, _ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.count == Int(range.count) && utf8.elementsEqual(source.bytes[range.indices])
        }
    }

    /// Whether two ranges hold the same text.
    func isSameText(_ left: SourceRange, _ right: SourceRange) -> Bool {
        left.count == right.count && source.bytes[left.indices].elementsEqual(source.bytes[right.indices])
    }
}
