import JSON

/// What the schemas of a site say together: references followed, `allOf` merged.
struct SchemaFacts {
    struct Property {
        var name: String
        var site: Site
    }

    /// An `anyOf` or `oneOf`.
    struct Alternatives {
        var pointer: String
        var members: [SchemaID]
    }

    /// The types that a value can have; everything where nothing was said.
    var types = JSONTypes.all
    /// Whether `type`, `enum` or `const` said something.
    var saysTypes = false
    /// Whether `false` or `not: {}` refuses every value.
    var isImpossible = false
    var alternatives: [Alternatives] = []

    var properties: [Property] = []
    private var positionOfProperty: [ExactText: Int] = [:]
    var required: Set<ExactText> = []
    var requiredInOrder: [String] = []
    var saysProperties = false
    var forbidsOthers = false
    var allowsOthers = false

    var items = Site()
    var saysItems = false
    var isTuple = false

    var values: [JSONValue]?
    var isConstant = false
    var formats: Set<String> = []
    var lowerBound: Double?
    var upperBound: Double?

    /// Adds one schema's own keywords.
    mutating func add(_ schema: Subschema, withoutAlternatives: Bool) {
        if schema.boolean == false { isImpossible = true }
        addTypes(schema)
        addObject(schema)
        if schema.isTuple { isTuple = true }
        if let items = schema.items {
            saysItems = true
            self.items.add(Site.Element(schema: items))
        }
        if let format = schema.format { formats.insert(format) }
        if let lower = schema.lowerBound { lowerBound = max(lowerBound ?? lower, lower) }
        if let upper = schema.upperBound { upperBound = min(upperBound ?? upper, upper) }
        guard !withoutAlternatives else { return }
        if !schema.anyOf.isEmpty {
            alternatives.append(Alternatives(pointer: schema.pointer + "/anyOf", members: schema.anyOf))
        }
        if !schema.oneOf.isEmpty {
            alternatives.append(Alternatives(pointer: schema.pointer + "/oneOf", members: schema.oneOf))
        }
    }

    private mutating func addTypes(_ schema: Subschema) {
        if var types = schema.types {
            if schema.isNullable { types.insert(.null) }
            saysTypes = true
            self.types.formIntersection(types)
        }
        var own: [JSONValue]?
        if let constant = schema.constant {
            own = [constant]
            isConstant = true
        } else if let enumeration = schema.enumeration {
            own = enumeration
            if schema.isNullable, !enumeration.contains(.null) { own?.append(.null) }
        }
        guard let own else { return }
        saysTypes = true
        types.formIntersection(own.reduce(into: JSONTypes()) { $0.formUnion($1.types) })
        values = values.map { known in known.filter { own.contains($0) } } ?? own
    }

    private mutating func addObject(_ schema: Subschema) {
        for name in schema.required where required.insert(ExactText(name)).inserted { requiredInOrder.append(name) }
        switch schema.additionalProperties {
        case .forbidden: forbidsOthers = true
        case .allowed: allowsOthers = true
        case .unsaid: break
        }
        if schema.hasPatternProperties { allowsOthers = true }
        guard let own = schema.properties else { return }
        saysProperties = true
        for property in own {
            let element = Site.Element(schema: property.schema)
            if let position = positionOfProperty[ExactText(property.name)] {
                properties[position].site.add(element)
            } else {
                positionOfProperty[ExactText(property.name)] = properties.count
                var site = Site()
                site.add(element)
                properties.append(Property(name: property.name, site: site))
            }
        }
    }

    /// The properties, and after them those that are required without being declared, unless the object is a record.
    var allProperties: [Property] {
        guard !properties.isEmpty else { return [] }
        let undeclared = requiredInOrder.filter { positionOfProperty[ExactText($0)] == nil }
        guard !undeclared.isEmpty, !forbidsOthers else { return properties }
        return properties + undeclared.map { Property(name: $0, site: Site()) }
    }

    /// Whether values have properties beyond the declared ones that are a part of the model.
    var isOpen: Bool { allowsOthers && !forbidsOthers }
}

extension Model {
    /// What a site says. Cycles of references have been refused before, so this ends.
    func facts(of site: Site) -> SchemaFacts {
        var facts = SchemaFacts()
        var seen: Set<Site.Element> = []
        var pending = Array(site.elements.reversed())
        while let element = pending.popLast() {
            guard seen.insert(element).inserted else { continue }
            let schema = self[element.schema]
            facts.add(schema, withoutAlternatives: element.withoutAlternatives)
            if let negated = schema.not, acceptsEverything(negated) { facts.isImpossible = true }
            let next = [schema.reference].compactMap(\.self) + schema.allOf
            for id in next.reversed() {
                pending.append(Site.Element(schema: id, withoutAlternatives: element.withoutAlternatives))
            }
        }
        return facts
    }

    /// Whether a schema is `true` or `{}`.
    private func acceptsEverything(_ id: SchemaID) -> Bool {
        let schema = self[id]
        if let boolean = schema.boolean { return boolean }
        let isFree = schema.types == nil && schema.values.isEmpty && schema.reference == nil && schema.not == nil
        let isPlain = schema.allOf.isEmpty && schema.anyOf.isEmpty && schema.oneOf.isEmpty && schema.constraints.isEmpty
        let isShapeless = schema.properties == nil && schema.required.isEmpty && schema.items == nil && !schema.isTuple
        if case .unsaid = schema.additionalProperties {} else { return false }
        return isFree && isPlain && isShapeless && schema.format == nil
    }

    /// The site without schemas that do nothing but refer to another one, so that all ways to one schema are the same
    /// site.
    func canonical(_ site: Site) -> Site {
        guard site.elements.count == 1, var element = site.elements.first else { return site }
        while let next = onlyTarget(of: self[element.schema]) { element.schema = next }
        var result = Site()
        result.add(element)
        return result
    }

    /// Where a schema leads that has nothing but a reference, or an `allOf` of one schema, and annotations.
    private func onlyTarget(of schema: Subschema) -> SchemaID? {
        guard schema.boolean == nil, schema.types == nil, schema.values.isEmpty, !schema.isNullable, schema.not == nil,
            schema.anyOf.isEmpty, schema.oneOf.isEmpty, schema.properties == nil, schema.required.isEmpty,
            schema.items == nil, !schema.isTuple, schema.format == nil, schema.constraints.isEmpty,
            case .unsaid = schema.additionalProperties
        else { return nil }
        if let reference = schema.reference { return schema.allOf.isEmpty ? reference : nil }
        return schema.allOf.count == 1 ? schema.allOf.first : nil
    }
}

extension Subschema {
    /// The values of `const` or `enum`; empty where neither is there.
    var values: [JSONValue] { constant.map { [$0] } ?? enumeration ?? [] }
}
