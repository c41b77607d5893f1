/// Schemas that one value must fit together: a property's schema, or several where `allOf` is merged.
struct Site: Hashable {
    struct Element: Hashable {
        var schema: SchemaID
        /// Leaves out the `anyOf` and `oneOf` of the schema and of what it brings in, because one member of them has
        /// been chosen and stands beside it.
        var withoutAlternatives = false
    }

    private(set) var elements: [Element] = []

    init() {}

    init(_ schema: SchemaID) {
        elements = [Element(schema: schema)]
    }

    /// Adds a schema once.
    mutating func add(_ element: Element) {
        if !elements.contains(element) { elements.append(element) }
    }

    /// The same schemas, and one member of their alternatives.
    func choosing(_ member: Site) -> Site {
        var site = Site()
        for element in elements { site.add(Element(schema: element.schema, withoutAlternatives: true)) }
        for element in member.elements { site.add(element) }
        return site
    }
}
