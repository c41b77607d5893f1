/// Where a value stands, as far as the rules about values ask.
struct ValuePosition {
    /// The type expected; `nil` where it cannot be told.
    var type: TypeReference?
    /// Whether a default value takes the place of an absent one.
    var hasDefault = false
    /// Whether the value's fit is settled already, because an enclosing value was checked as a whole.
    var isSettled = false
    var oneOf: OneOfUse?

    init(type: TypeReference?) {
        self.type = type
    }

    init(_ definition: InputValueDefinition) {
        type = definition.type
        hasDefault = definition.defaultValue != nil
    }
}

/// Spec 5.6.1 and 5.6.2: literals fit the types of their positions.
extension Validator {
    /// Checks a value and everything in it, and notes the variables.
    mutating func checkValue(_ value: Document.Value, _ position: ValuePosition) {
        switch value.kind {
        case .variable(let name):
            variableUses.append(
                VariableUse(
                    offset: value.range.offset,
                    name: name,
                    type: position.type,
                    hasDefault: position.hasDefault,
                    oneOf: position.oneOf
                )
            )
        case .list(let items):
            checkList(items, value, position)
        case .object(let fields):
            checkObject(fields, value, position)
        case .null:
            if let type = position.type, type.isNonNull, !position.isSettled {
                reportUnexpected(value, type)
            }
        case .int, .float, .string, .boolean, .enumeration:
            if !position.isSettled {
                checkLiteral(value, position.type)
            }
        }
    }

    private mutating func checkList(
        _ items: NodeRange<Document.Value>,
        _ value: Document.Value,
        _ position: ValuePosition
    ) {
        let type = position.type?.nullable
        var itemPosition = ValuePosition(type: type?.item ?? type)
        itemPosition.isSettled = position.isSettled
        if let type, !type.isList {
            if !position.isSettled {
                checkLiteral(value, type)
            }
            itemPosition.isSettled = true
        }
        for id in items {
            checkValue(document[id], itemPosition)
        }
    }

    private mutating func checkObject(
        _ fields: NodeRange<Document.ObjectField>,
        _ value: Document.Value,
        _ position: ValuePosition
    ) {
        checkUniqueInputFieldNames(fields)
        guard let type = position.type, case .inputObject(let inputObject) = schema[type.namedType] else {
            if let type = position.type, !position.isSettled {
                checkLiteral(value, type)
            }
            for id in fields {
                var fieldPosition = ValuePosition(type: nil)
                fieldPosition.isSettled = true
                checkValue(document[id].value, fieldPosition)
            }
            return
        }
        let isOneOf = inputObject.isOneOf && !position.isSettled && checkOneOf(fields, value, inputObject)
        for id in fields {
            let field = document[id]
            let name = document.text(of: field.name)
            guard let definition = inputObject.fields[name] else {
                if !position.isSettled {
                    report(
                        "Field \"\(name)\" is not defined by type \"\(inputObject.name)\"."
                            + Suggestions(among: inputObject.fields.map(\.name)).didYouMean(name),
                        at: field.range.offset
                    )
                }
                checkValue(field.value, ValuePosition(type: nil))
                continue
            }
            checkDeprecation(of: field, definition, in: inputObject)
            var fieldPosition = ValuePosition(definition)
            fieldPosition.isSettled = position.isSettled
            fieldPosition.oneOf = isOneOf ? OneOfUse(type: type.namedType, offset: value.range.offset) : nil
            checkValue(field.value, fieldPosition)
        }
        if !position.isSettled {
            checkRequiredFields(fields, value, inputObject)
        }
    }

    private mutating func checkRequiredFields(
        _ fields: NodeRange<Document.ObjectField>,
        _ value: Document.Value,
        _ type: InputObjectType
    ) {
        for definition in type.fields where definition.isRequired {
            guard !fields.contains(where: { document.isText(document[$0].name, definition.name) }) else { continue }
            report(
                "Field \"\(type.name).\(definition.name)\" of required type "
                    + "\"\(schema.text(of: definition.type))\" was not provided.",
                at: value.range.offset
            )
        }
    }

    /// Whether a OneOf input object has one field that is not the literal null; reports where it has not.
    private mutating func checkOneOf(
        _ fields: NodeRange<Document.ObjectField>,
        _ value: Document.Value,
        _ type: InputObjectType
    ) -> Bool {
        let names = Set(fields.map { document.text(of: document[$0].name) })
        guard names.count == 1, let name = names.first, let last = fields.last else {
            report("OneOf Input Object \"\(type.name)\" must specify exactly one key.", at: value.range.offset)
            return false
        }
        if document[last].value.kind == .null {
            report("Field \"\(type.name).\(name)\" must be non-null.", at: value.range.offset)
            return false
        }
        return true
    }
}

// MARK: - Leaf values

extension Validator {
    /// Checks a literal that is no input object against the leaf type at the core of its position's type.
    private mutating func checkLiteral(_ value: Document.Value, _ position: TypeReference?) {
        guard let position else { return }
        switch schema[position.namedType] {
        case .scalar(let scalar):
            checkScalar(value, scalar)
        case .enum(let type):
            checkEnumValue(value, type)
        case .object, .interface, .union, .inputObject:
            reportUnexpected(value, position)
        }
    }

    private mutating func checkScalar(_ value: Document.Value, _ scalar: ScalarType) {
        if let builtIn = scalar.builtIn, isPlain(value, for: builtIn) {
            return
        }
        guard let literal = document.scalarLiteral(of: value) else { return }
        do {
            _ = try scalar.coercion.coerceLiteral(literal)
        } catch {
            report(error.message, at: value.range.offset)
        }
    }

    /// Whether a literal fits a built-in scalar for certain, without a look at its value.
    private func isPlain(_ value: Document.Value, for scalar: BuiltInScalar) -> Bool {
        switch (scalar, value.kind) {
        case (.string, .string), (.boolean, .boolean), (.id, .string): true
        case (.int, .int): value.range.count < 10
        default: false
        }
    }

    private mutating func checkEnumValue(_ value: Document.Value, _ type: EnumType) {
        let text = DocumentPrinter.print(value, in: document)
        guard value.kind == .enumeration else {
            report(
                "Enum \"\(type.name)\" cannot represent non-enum value: \(text)." + didYouMean(text, type),
                at: value.range.offset
            )
            return
        }
        guard let definition = type.values[text] else {
            report(
                "Value \"\(text)\" does not exist in \"\(type.name)\" enum." + didYouMean(text, type),
                at: value.range.offset
            )
            return
        }
        checkDeprecation(of: value, definition, in: type)
    }

    private func didYouMean(_ text: String, _ type: EnumType) -> String {
        let near = Suggestions(among: type.values.map(\.name)).near(text)
        return Suggestions.didYouMean(near, introduction: "the enum value")
    }

    private mutating func reportUnexpected(_ value: Document.Value, _ type: TypeReference) {
        report(
            "Expected value of type \"\(schema.text(of: type))\", "
                + "found \(DocumentPrinter.print(value, in: document)).",
            at: value.range.offset
        )
    }
}
