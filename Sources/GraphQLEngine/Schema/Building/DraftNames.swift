/// Names in a draft: well-formed, unique, and those of types known. A document that keeps the rules of SDL has no errors
/// here; code and introspection results may.
struct DraftNames {
    private var errors: [GraphQLError] = []
    private var known: Set<String>

    static func check(_ draft: SchemaDraft) -> [GraphQLError] {
        var names = DraftNames(known: BuiltInTypes.names.union(draft.types.map(\.name)))
        names.check(draft)
        return names.errors
    }

    private init(known: Set<String>) {
        self.known = known
    }

    private mutating func check(_ draft: SchemaDraft) {
        unique(draft.types.map(\.name)) { "There can be only one type named \"\($0)\"." }
        unique(draft.directives.map(\.name)) { "There can be only one directive named \"@\($0)\"." }
        for name in OperationKind.allCases.compactMap({ draft.rootTypes[$0] }) { reference(name) }
        for type in draft.types { check(type) }
        for directive in draft.directives {
            wellFormed(directive.name)
            check(directive.arguments, of: "@\(directive.name)")
        }
    }

    private mutating func check(_ type: TypeDraft) {
        wellFormed(type.name)
        for name in type.referencedNames { reference(name) }
        switch type.kind {
        case .scalar, .union: break
        case .object(_, let fields), .interface(_, let fields, _):
            unique(fields.map(\.name)) { "Field \"\(type.name).\($0)\" can only be defined once." }
            for field in fields {
                wellFormed(field.name)
                check(field.arguments, of: "\(type.name).\(field.name)")
            }
        case .enum(let values):
            unique(values.map(\.name)) { "Enum value \"\(type.name).\($0)\" can only be defined once." }
            for value in values {
                if ["true", "false", "null"].contains(value.name) {
                    errors.append(GraphQLError("Enum values cannot be named: \(value.name)"))
                } else {
                    wellFormed(value.name)
                }
            }
        case .inputObject(let fields, _):
            unique(fields.map(\.name)) { "Field \"\(type.name).\($0)\" can only be defined once." }
            for field in fields { wellFormed(field.name) }
        }
    }

    private mutating func check(_ arguments: [SchemaBuilder.InputValue], of parent: String) {
        unique(arguments.map(\.name)) { "Argument \"\(parent)(\($0):)\" can only be defined once." }
        for argument in arguments {
            wellFormed(argument.name)
            if parent.hasPrefix("@") { reference(argument.type.name) }
        }
    }

    private mutating func unique(_ names: [String], _ message: (String) -> String) {
        guard Set(names).count < names.count else { return }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted { errors.append(GraphQLError(message(name))) }
    }

    private mutating func reference(_ name: String) {
        guard !known.contains(name) else { return }
        known.insert(name)  // reported once
        errors.append(GraphQLError("Unknown type \"\(name)\"."))
    }

    /// Spec 2.1.9, Name.
    private mutating func wellFormed(_ name: String) {
        guard let first = name.utf8.first else {
            errors.append(GraphQLError("Expected name to be a non-empty string."))
            return
        }
        if !name.utf8.dropFirst().allSatisfy({ Self.isLetter($0) || Self.isDigit($0) }) {
            errors.append(GraphQLError("Names must only contain [_a-zA-Z0-9] but \"\(name)\" does not."))
        } else if !Self.isLetter(first) {
            errors.append(GraphQLError("Names must start with [_a-zA-Z] but \"\(name)\" does not."))
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
