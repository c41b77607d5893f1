import JSON

extension ModelDecoder {
    /// Reads one place, and notes the places and references in it.
    mutating func read(_ place: Place) throws(SchemaGenError) {
        let index = place.id.index
        var schema = schemas[index]
        switch place.value {
        case .object(let members):
            var base = place.base
            try readIdentity(members, at: schema.pointer, base: &base)
            let ignoresSiblings = dialect == .draft07 && members["$ref"] != nil
            for member in members where !ignoresSiblings || Self.allowedBesideReference.contains(member.name) {
                try read(member.name, member.value, of: members, into: &schema, base: base)
            }
            try reject(contradictionsIn: schema)
            edits.collect(members, at: schema.pointer, dialect: dialect)
            if let reference = members["$ref"] ?? members["$dynamicRef"], case .string(let text) = reference {
                references.append(PendingReference(from: place.id, text: text, base: base))
            }
            if ignoresSiblings { warnOfSiblings(members, at: schema.pointer) }
        default:
            guard let boolean = place.value.bool else {
                throw failure(
                    .keyword,
                    schema.pointer,
                    found: place.value.phrase,
                    expected: "a schema: an object, true or false"
                )
            }
            schema.boolean = boolean
        }
        schemas[index] = schema
    }

    /// Draft-07 ignores what stands beside `$ref`; these say nothing about values, or are written there by
    /// zod-to-json-schema with the evident meaning.
    private static let allowedBesideReference: Set<String> = [
        "$ref", "$defs", "definitions", "$schema", "title", "description", "default", "deprecated", "readOnly",
        "writeOnly", "nullable",
    ]

    private mutating func warnOfSiblings(_ members: JSONObject, at pointer: String) {
        for member in members where !Self.allowedBesideReference.contains(member.name) {
            if case .annotation = ModelKeyword(member.name, dialect: dialect) { continue }
            let place = pointer + "/" + member.name.pointerToken
            warn(place, "draft-07 ignores \(member.name) beside $ref; it is not enforced")
        }
    }

    /// `$id` and the anchors.
    private mutating func readIdentity(
        _ members: JSONObject,
        at pointer: String,
        base: inout URIReference
    ) throws(SchemaGenError) {
        // Draft-07 ignores everything beside $ref.
        if dialect == .draft07, members["$ref"] != nil { return }
        if let id = members["$id"] {
            let text = try string(id, pointer + "/$id")
            let reference = URIReference(text)
            let absolute = base.resolving(reference)
            if let fragment = reference.fragment, !fragment.isEmpty {
                anchors[base.resolving(reference).withoutFragment + "#" + fragment] = pointer
            } else {
                base = absolute
                base.fragment = nil
                if resources[base.withoutFragment] == nil { resources[base.withoutFragment] = pointer }
            }
        }
        for keyword in ["$anchor", "$dynamicAnchor"] {
            guard let anchor = members[keyword] else { continue }
            anchors[base.withoutFragment + "#" + (try string(anchor, pointer + "/" + keyword))] = pointer
        }
    }

    private mutating func read(
        _ name: String,
        _ value: JSONValue,
        of members: JSONObject,
        into schema: inout Subschema,
        base: URIReference
    ) throws(SchemaGenError) {
        let place = schema.pointer + "/" + name.pointerToken
        switch ModelKeyword(name, dialect: dialect) {
        case .read:
            try readType(name, value, at: place, into: &schema)
            try readNumber(name, value, at: place, into: &schema)
            try readStructure(name, value, at: place, into: &schema, base: base)
            try readAnnotation(name, value, at: place, into: &schema)
        case .constraint:
            schema.constraints.append(name)
        case .applicator:
            schema.constraints.append(name)
            try readApplicator(name, value, at: place, into: &schema, base: base)
        case .annotation:
            break
        case .foreign(let advice):
            throw failure(.keyword, place, found: "\(name), which \(dialectName) does not have", expected: advice)
        case .unknown:
            try readUnknown(name, at: place)
        }
    }

    private var dialectName: String { dialect == .draft07 ? "draft-07" : "draft 2020-12" }

    /// A misspelt keyword would silently lift a constraint, so it is refused; anything else is an annotation.
    private mutating func readUnknown(_ name: String, at place: String) throws(SchemaGenError) {
        if name.hasPrefix("x-") { return }
        if let meant = Spelling.closest(to: name, among: ModelKeyword.names) {
            throw failure(
                .keyword,
                place,
                found: "the unknown keyword \(name)",
                expected: "\(meant), or a name beginning with x-"
            )
        }
        warn(place, "\(name) is no keyword of \(dialectName) and is ignored")
    }

    private func readType(
        _ name: String,
        _ value: JSONValue,
        at place: String,
        into schema: inout Subschema
    ) throws(SchemaGenError) {
        switch name {
        case "type":
            schema.types = try types(value, at: place)
        case "nullable":
            if try boolean(value, place) { schema.isNullable = true }
        case "enum":
            schema.enumeration = try array(value, place)
            if schema.enumeration?.isEmpty == true {
                throw failure(.contradiction, place, found: "an empty enum", expected: "at least one value")
            }
        case "const":
            schema.constant = value
        case "format":
            schema.format = try string(value, place)
        default:
            break
        }
    }

    private func types(_ value: JSONValue, at place: String) throws(SchemaGenError) -> JSONTypes {
        let names: [JSONValue]
        if case .array(let list) = value { names = list } else { names = [value] }
        var types: JSONTypes = []
        for name in names {
            guard case .string(let text) = name, let type = JSONTypes(keyword: text) else {
                throw failure(
                    .keyword,
                    place,
                    found: name.phrase,
                    expected: "string, number, integer, boolean, object, array or null, or an array of these"
                )
            }
            types.formUnion(type)
        }
        guard !types.isEmpty else {
            throw failure(.contradiction, place, found: "no type", expected: "at least one type")
        }
        return types
    }

    private func readNumber(
        _ name: String,
        _ value: JSONValue,
        at place: String,
        into schema: inout Subschema
    ) throws(SchemaGenError) {
        guard ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].contains(name) else { return }
        guard case .number(let number) = value else {
            throw failure(.keyword, place, found: value.phrase, expected: "a number")
        }
        schema.constraints.append(name)
        let bound = number.double
        switch name {
        case "minimum": schema.lowerBound = max(schema.lowerBound ?? -.infinity, bound.rounded(.up))
        case "exclusiveMinimum": schema.lowerBound = max(schema.lowerBound ?? -.infinity, bound.rounded(.down) + 1)
        case "maximum": schema.upperBound = min(schema.upperBound ?? .infinity, bound.rounded(.down))
        default: schema.upperBound = min(schema.upperBound ?? .infinity, bound.rounded(.up) - 1)
        }
    }

    private func readAnnotation(
        _ name: String,
        _ value: JSONValue,
        at place: String,
        into schema: inout Subschema
    ) throws(SchemaGenError) {
        switch name {
        case "title": schema.title = try string(value, place)
        case "description": schema.description = try string(value, place)
        case "default": schema.defaultValue = value
        case "deprecated": schema.isDeprecated = try boolean(value, place)
        case "readOnly": schema.isReadOnly = try boolean(value, place)
        case "writeOnly": schema.isWriteOnly = try boolean(value, place)
        case "required":
            var names: [String] = []
            for item in try array(value, place) { names.append(try string(item, place)) }
            schema.required = names
        default: break
        }
    }
}
