import JSON

extension TypeMapper {
    mutating func mapFields(of index: Int, _ facts: SchemaFacts) throws(SchemaGenError) {
        let properties = facts.allProperties
        let fieldNames = NameMapper.fieldNames(for: properties.map(\.name))
        let object = mapped.objects[index]
        var fields: [MappedField] = []
        fields.reserveCapacity(properties.count)
        for (property, name) in zip(properties, fieldNames) {
            let type = try type(of: property.site, at: Place(stem: object.stem).word(name))
            var field = MappedField(
                name: name,
                property: property.name,
                pointer: property.site.elements.isEmpty ? object.pointer : pointer(of: property.site),
                type: type,
                isRequired: facts.required.contains(ExactText(property.name))
            )
            annotate(&field, property.site)
            fields.append(field)
            if name != property.name {
                warn(property.site, "the property \(JSONValue.string(property.name)) is called \(name) in the schema")
            }
        }
        mapped.objects[index].fields = fields
    }

    private mutating func annotate(_ field: inout MappedField, _ site: Site) {
        let notes = Annotations(of: site, in: model)
        field.defaultValue = notes.defaultValue
        field.description = notes.description
        field.isDeprecated = notes.isDeprecated
        field.isWriteOnly = notes.isWriteOnly
        if notes.isWriteOnly { warn(site, "writeOnly: left out of the output type") }
    }

    func typeDescription(of site: Site) -> String? {
        guard let first = site.elements.first else { return nil }
        let schema = model[first.schema]
        return schema.description ?? schema.title
    }

    /// The place that a reference leads to: the definition's own name, or the path of properties to it. Nil for a
    /// definition without a name of its own.
    func place(ofTarget id: SchemaID) -> Place? {
        guard let path = try? JSONPointer(model[id].pointer) else { return nil }
        var stem = ""
        var tokens = path.tokens[...]
        while let keyword = tokens.popFirst() {
            switch keyword {
            case "$defs", "definitions":
                guard let name = tokens.popFirst(), !Self.isGenerated(name) else { return nil }
                stem = GraphQLName.capitalized(GraphQLName.legalized(name))
            case "properties":
                guard let name = tokens.popFirst() else { return nil }
                stem += GraphQLName.capitalized(GraphQLName.legalized(name))
            case "patternProperties", "dependentSchemas", "allOf", "anyOf", "oneOf", "prefixItems":
                tokens = tokens.dropFirst()
            default:
                break
            }
        }
        return Place(stem: stem)
    }

    /// Zod 4 names definitions that have no name of their own `__schema0`, `__schema1`, …
    private static func isGenerated(_ name: String) -> Bool {
        name.hasPrefix("__schema") && name.dropFirst(8).allSatisfy(\.isNumber)
    }

    func pointer(of site: Site) -> String {
        site.elements.first.map { model[$0.schema].pointer } ?? ""
    }

    func contradiction(_ site: Site, found: String, expected: String) -> SchemaGenError {
        SchemaGenError(.contradiction, file: model.file, pointer: pointer(of: site), found: found, expected: expected)
    }

    /// Notes a warning once for each place.
    mutating func warn(_ site: Site, _ message: String) {
        let pointer = pointer(of: site)
        guard warned.insert(ExactText(pointer + " " + message)).inserted else { return }
        mapped.warnings.append(SchemaWarning(file: model.file, pointer: pointer, message: message))
    }

    /// One warning for each schema with keywords that the types do not show, and one for each format that nobody checks.
    func constraintWarnings() -> [SchemaWarning] {
        var warnings: [SchemaWarning] = []
        for schema in model.schemas {
            var keywords = schema.constraints
            if let format = schema.format, !Self.numberFormats.contains(format) {
                if StringFormat(name: format) == nil {
                    warnings.append(warning(schema, "format \(format) is not known and not enforced"))
                } else if Self.scalar(ofFormats: [format]) == .string {
                    keywords.append("format \(format)")
                }
            }
            guard !keywords.isEmpty else { continue }
            let list = keywords.joined(separator: ", ")
            warnings.append(warning(schema, "\(list): not in the schema, enforced on write"))
        }
        return warnings
    }

    /// OpenAPI's formats of numbers, which say how wide the reader's type should be.
    private static let numberFormats: Set<String> = ["int32", "int64", "float", "double"]

    private func warning(_ schema: Subschema, _ message: String) -> SchemaWarning {
        SchemaWarning(file: model.file, pointer: schema.pointer, message: message)
    }
}

/// What the schemas of a site say about the value without restricting it: the outermost schema that says something
/// counts.
struct Annotations {
    var description: String?
    var defaultValue: JSONValue?
    var isDeprecated = false
    var isWriteOnly = false

    init(of site: Site, in model: Model) {
        // A description that is reached by reference belongs to the type.
        description = site.elements.lazy.compactMap { model[$0.schema].description }.first
        var seen: Set<SchemaID> = []
        var pending = Array(site.elements.map(\.schema).reversed())
        while let id = pending.popLast() {
            guard seen.insert(id).inserted else { continue }
            let schema = model[id]
            defaultValue = defaultValue ?? schema.defaultValue
            isDeprecated = isDeprecated || schema.isDeprecated
            isWriteOnly = isWriteOnly || schema.isWriteOnly
            pending += schema.allOf.reversed()
            if let reference = schema.reference { pending.append(reference) }
        }
    }
}
