extension SchemaDiff {
    mutating func compare(_ before: EnumType, _ after: EnumType) {
        let name = before.name
        let values = MemberDiff(before.values, after.values)
        for value in values.added {
            add(.valueAddedToEnum, "\(name).\(value.name)", "\(value.name) was added to enum type \(name).")
        }
        for value in values.removed {
            add(.valueRemovedFromEnum, "\(name).\(value.name)", "\(value.name) was removed from enum type \(name).")
        }
        for (value, other) in values.kept {
            compareDocumentation(
                (value.description, value.deprecationReason),
                (other.description, other.deprecationReason),
                at: "\(name).\(value.name)"
            )
        }
    }

    mutating func compare(_ before: UnionType, _ after: UnionType) {
        let members = before.members.map { old.name(of: $0) }
        let others = after.members.map { new.name(of: $0) }
        for name in others where !members.contains(name) {
            add(.typeAddedToUnion, before.name, "\(name) was added to union type \(before.name).")
        }
        for name in members where !others.contains(name) {
            add(.typeRemovedFromUnion, before.name, "\(name) was removed from union type \(before.name).")
        }
    }

    mutating func compareInterfaces(_ before: [TypeID], _ after: [TypeID], of type: String) {
        let interfaces = before.map { old.name(of: $0) }
        let others = after.map { new.name(of: $0) }
        for name in others where !interfaces.contains(name) {
            add(.implementedInterfaceAdded, type, "\(name) added to interfaces implemented by \(type).")
        }
        for name in interfaces where !others.contains(name) {
            add(.implementedInterfaceRemoved, type, "\(type) no longer implements interface \(name).")
        }
    }

    mutating func compareFields(
        _ before: NamedList<FieldDefinition>,
        _ after: NamedList<FieldDefinition>,
        of type: String
    ) {
        let fields = MemberDiff(before, after)
        for field in fields.removed {
            add(.fieldRemoved, "\(type).\(field.name)", "\(type).\(field.name) was removed.")
        }
        for field in fields.added { add(.fieldAdded, "\(type).\(field.name)", "\(type).\(field.name) was added.") }
        for (field, other) in fields.kept {
            let coordinate = "\(type).\(field.name)"
            compareArguments(field.arguments, other.arguments, of: coordinate)
            compareTypes(
                field.type,
                other.type,
                isSafe: isSafeForOutput(field.type, other.type),
                (.fieldChangedKind, .fieldChangedKindSafely),
                at: coordinate,
                "\(coordinate) changed type"
            )
            compareDocumentation(
                (field.description, field.deprecationReason),
                (other.description, other.deprecationReason),
                at: coordinate
            )
        }
    }

    private mutating func compareArguments(
        _ before: NamedList<InputValueDefinition>,
        _ after: NamedList<InputValueDefinition>,
        of field: String
    ) {
        let arguments = MemberDiff(before, after)
        for argument in arguments.removed {
            add(.argumentRemoved, "\(field)(\(argument.name):)", "\(field) arg \(argument.name) was removed.")
        }
        for (argument, other) in arguments.kept {
            let subject = "\(field) arg \(argument.name)"
            let coordinate = "\(field)(\(argument.name):)"
            let isSafe = isSafeForInput(argument.type, other.type)
            compareTypes(
                argument.type,
                other.type,
                isSafe: isSafe,
                (.argumentChangedKind, .argumentChangedKindSafely),
                at: coordinate,
                "\(subject) has changed type"
            )
            if isSafe { compareDefaults(argument, other, .argumentDefaultValueChanged, at: coordinate, subject) }
            compareDocumentation(
                (argument.description, argument.deprecationReason),
                (other.description, other.deprecationReason),
                at: coordinate
            )
        }
        for argument in arguments.added {
            let kind: SchemaChange.Kind = argument.isRequired ? .requiredArgumentAdded : .optionalArgumentAdded
            let article = argument.isRequired ? "A required" : "An optional"
            add(kind, "\(field)(\(argument.name):)", "\(article) arg \(argument.name) on \(field) was added.")
        }
    }

    mutating func compare(_ before: InputObjectType, _ after: InputObjectType) {
        let type = before.name
        if before.isOneOf != after.isOneOf {
            let verb = after.isOneOf ? "added to" : "removed from"
            add(after.isOneOf ? .oneOfAdded : .oneOfRemoved, type, "@oneOf was \(verb) input type \(type).")
        }
        let fields = MemberDiff(before.fields, after.fields)
        for field in fields.added {
            let kind: SchemaChange.Kind = field.isRequired ? .requiredInputFieldAdded : .optionalInputFieldAdded
            let article = field.isRequired ? "A required" : "An optional"
            add(kind, "\(type).\(field.name)", "\(article) field \(field.name) on input type \(type) was added.")
        }
        for field in fields.removed {
            add(.fieldRemoved, "\(type).\(field.name)", "\(type).\(field.name) was removed.")
        }
        for (field, other) in fields.kept {
            let coordinate = "\(type).\(field.name)"
            let isSafe = isSafeForInput(field.type, other.type)
            compareTypes(
                field.type,
                other.type,
                isSafe: isSafe,
                (.fieldChangedKind, .fieldChangedKindSafely),
                at: coordinate,
                "\(coordinate) changed type"
            )
            if isSafe { compareDefaults(field, other, .inputFieldDefaultValueChanged, at: coordinate, coordinate) }
            compareDocumentation(
                (field.description, field.deprecationReason),
                (other.description, other.deprecationReason),
                at: coordinate
            )
        }
    }
}

// MARK: - Parts of members

extension SchemaDiff {
    private mutating func compareTypes(
        _ before: TypeReference,
        _ after: TypeReference,
        isSafe: Bool,
        _ kinds: (breaking: SchemaChange.Kind, safe: SchemaChange.Kind),
        at coordinate: String,
        _ subject: String
    ) {
        let (from, to) = (old.text(of: before), new.text(of: after))
        guard from != to else { return }
        add(isSafe ? kinds.safe : kinds.breaking, coordinate, "\(subject) from \(from) to \(to).")
    }

    /// Defaults are compared as introspection shows them.
    private mutating func compareDefaults(
        _ before: InputValueDefinition,
        _ after: InputValueDefinition,
        _ kind: SchemaChange.Kind,
        at coordinate: String,
        _ subject: String
    ) {
        switch (DefaultValuePrinter.print(before, in: old), DefaultValuePrinter.print(after, in: new)) {
        case (nil, nil): return
        case (nil, let value?):
            add(.argumentDefaultValueAdded, coordinate, "\(subject) got the defaultValue \(value).")
        case (_?, nil):
            let required: SchemaChange.Kind =
                kind == .argumentDefaultValueChanged ? .argumentBecameRequired : .inputFieldBecameRequired
            add(after.isRequired ? required : kind, coordinate, "\(subject) defaultValue was removed.")
        case (let value?, let other?):
            guard value != other else { return }
            add(kind, coordinate, "\(subject) has changed defaultValue from \(value) to \(other).")
        }
    }

    private mutating func compareDocumentation(
        _ before: (description: String?, deprecation: String?),
        _ after: (description: String?, deprecation: String?),
        at coordinate: String
    ) {
        compareDescriptions(before.description, after.description, at: coordinate, coordinate)
        guard before.deprecation != after.deprecation else { return }
        let change =
            before.deprecation == nil ? "is" : after.deprecation == nil ? "is no longer" : "is for another reason"
        add(.deprecationChanged, coordinate, "\(coordinate) \(change) deprecated.")
    }

    /// Whether every value of the new type is one of the old: nullable may become non-null.
    private func isSafeForOutput(_ before: TypeReference, _ after: TypeReference) -> Bool {
        var (before, after) = (before, after)
        while true {
            if before.isNonNull, !after.isNonNull { return false }
            switch (before.item, after.item) {
            case (let item?, let other?): (before, after) = (item, other)
            case (nil, nil): return old.name(of: before.namedType) == new.name(of: after.namedType)
            default: return false
            }
        }
    }

    /// Whether every value of the old type is one of the new: non-null may become nullable.
    func isSafeForInput(_ before: TypeReference, _ after: TypeReference) -> Bool {
        var (before, after) = (before, after)
        while true {
            if after.isNonNull, !before.isNonNull { return false }
            switch (before.item, after.item) {
            case (let item?, let other?): (before, after) = (item, other)
            case (nil, nil): return old.name(of: before.namedType) == new.name(of: after.namedType)
            default: return false
            }
        }
    }
}
