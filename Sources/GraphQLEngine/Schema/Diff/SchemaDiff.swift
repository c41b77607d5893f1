/// What clients of one schema meet when another takes its place.
///
/// ```swift
/// let diff = SchemaDiff(from: old, to: new)
/// for change in diff.changes(of: .breaking) { print(change) }
/// ```
///
/// - Complexity: Linear in the size of both schemas.
public struct SchemaDiff: Sendable {
    /// Every difference: of the schema, of types in the order of the old schema, of directives.
    public private(set) var changes: [SchemaChange] = []
    let old: Schema
    let new: Schema

    public init(from old: Schema, to new: Schema) {
        self.old = old
        self.new = new
        compareSchemas()
        compareTypes()
        compareDirectives()
    }

    /// The changes of one severity.
    public func changes(of severity: SchemaChange.Severity) -> [SchemaChange] {
        changes.filter { $0.severity == severity }
    }

    /// The gravest severity among the changes; nil where there are none.
    public var severity: SchemaChange.Severity? { changes.map(\.severity).max() }

    mutating func add(_ kind: SchemaChange.Kind, _ coordinate: String, _ description: String) {
        changes.append(SchemaChange(kind: kind, coordinate: coordinate, description: description))
    }
}

/// Members of two lists, matched by name.
struct MemberDiff<Member: NamedMember> {
    var removed: [Member] = []
    var added: [Member] = []
    var kept: [(old: Member, new: Member)] = []

    init(_ old: NamedList<Member>, _ new: NamedList<Member>) {
        for member in old {
            if let other = new[member.name] { kept.append((member, other)) } else { removed.append(member) }
        }
        added = new.filter { old[$0.name] == nil }
    }
}

// MARK: - Schema, types, directives

extension SchemaDiff {
    private mutating func compareSchemas() {
        compareDescriptions(old.description, new.description, at: "", "the schema")
        for kind in OperationKind.allCases {
            let before = old.rootType(kind).map { old.name(of: $0) }
            let after = new.rootType(kind).map { new.name(of: $0) }
            switch (before, after) {
            case (nil, let after?): add(.rootTypeAdded, after, "\(after) was added as root type of \(kind.rawValue).")
            case (let before?, nil):
                add(.rootTypeChanged, before, "\(before) was removed as root type of \(kind.rawValue).")
            case (let before?, let after?) where before != after:
                add(.rootTypeChanged, before, "Root type of \(kind.rawValue) changed from \(before) to \(after).")
            case (_?, _?), (nil, nil): continue
            }
        }
    }

    private mutating func compareTypes() {
        let types = MemberDiff(old.types, new.types)
        for type in types.removed {
            add(
                .typeRemoved,
                type.name,
                BuiltInTypes.names.contains(type.name)
                    ? "Standard scalar \(type.name) was removed because it is not referenced anymore."
                    : "\(type.name) was removed."
            )
        }
        for type in types.added { add(.typeAdded, type.name, "\(type.name) was added.") }
        for (before, after) in types.kept where !BuiltInTypes.names.contains(before.name) { compare(before, after) }
    }

    private mutating func compare(_ before: NamedType, _ after: NamedType) {
        compareDescriptions(before.description, after.description, at: before.name, before.name)
        switch (before, after) {
        case (.scalar(let before), .scalar(let after)):
            guard before.specifiedByURL != after.specifiedByURL else { return }
            add(.specifiedByChanged, before.name, "The specification of \(before.name) changed.")
        case (.enum(let before), .enum(let after)): compare(before, after)
        case (.union(let before), .union(let after)): compare(before, after)
        case (.inputObject(let before), .inputObject(let after)): compare(before, after)
        case (.object(let object), .object(let other)):
            compareFields(object.fields, other.fields, of: object.name)
            compareInterfaces(object.interfaces, other.interfaces, of: object.name)
        case (.interface(let interface), .interface(let other)):
            compareFields(interface.fields, other.fields, of: interface.name)
            compareInterfaces(interface.interfaces, other.interfaces, of: interface.name)
        default:
            add(
                .typeChangedKind,
                before.name,
                "\(before.name) changed from \(before.kindTitle) to \(after.kindTitle)."
            )
        }
    }

    private mutating func compareDirectives() {
        let directives = MemberDiff(old.directives, new.directives)
        for directive in directives.removed {
            add(.directiveRemoved, "@\(directive.name)", "\(directive.name) was removed.")
        }
        for directive in directives.added {
            add(.directiveAdded, "@\(directive.name)", "@\(directive.name) was added.")
        }
        for (before, after) in directives.kept { compare(before, after) }
    }

    private mutating func compare(_ before: DirectiveDefinition, _ after: DirectiveDefinition) {
        let name = before.name
        let arguments = MemberDiff(before.arguments, after.arguments)
        for argument in arguments.added {
            let coordinate = "@\(name)(\(argument.name):)"
            if argument.isRequired {
                add(
                    .requiredDirectiveArgumentAdded,
                    coordinate,
                    "A required arg \(argument.name) on directive \(name) was added."
                )
            } else {
                add(
                    .optionalDirectiveArgumentAdded,
                    coordinate,
                    "An optional arg \(argument.name) on directive \(name) was added."
                )
            }
        }
        for argument in arguments.removed {
            add(.directiveArgumentRemoved, "@\(name)(\(argument.name):)", "\(argument.name) was removed from \(name).")
        }
        for (argument, other) in arguments.kept where !isSafeForInput(argument.type, other.type) {
            add(
                .directiveArgumentChangedKind,
                "@\(name)(\(argument.name):)",
                "@\(name) arg \(argument.name) has changed type from \(old.text(of: argument.type)) to "
                    + "\(new.text(of: other.type))."
            )
        }
        if before.isRepeatable != after.isRepeatable {
            let verb = before.isRepeatable ? "removed from" : "added to"
            add(
                before.isRepeatable ? .directiveRepeatableRemoved : .directiveRepeatableAdded,
                "@\(name)",
                "Repeatable flag was \(verb) \(name)."
            )
        }
        for location in before.locations where !after.locations.contains(location) {
            add(.directiveLocationRemoved, "@\(name)", "\(location.rawValue) was removed from \(name).")
        }
        for location in after.locations where !before.locations.contains(location) {
            add(.directiveLocationAdded, "@\(name)", "\(location.rawValue) was added to \(name).")
        }
    }

    mutating func compareDescriptions(_ before: String?, _ after: String?, at coordinate: String, _ subject: String) {
        guard before != after else { return }
        add(.descriptionChanged, coordinate, "The description of \(subject) changed.")
    }
}

extension NamedType {
    fileprivate var kindTitle: String {
        switch self {
        case .scalar: "a Scalar type"
        case .object: "an Object type"
        case .interface: "an Interface type"
        case .union: "a Union type"
        case .enum: "an Enum type"
        case .inputObject: "an Input type"
        }
    }
}
