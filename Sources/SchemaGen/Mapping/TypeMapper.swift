import JSON

/// Maps the schemas of a model to GraphQL types, the default way.
///
/// Objects are worked through in a queue, so that neither nesting nor recursion in the model is recursion here.
struct TypeMapper {
    /// How many object types one model may give.
    static let maximumObjects = 50_000
    /// How deeply lists nest before the inner ones become `JSON`; the engine's type references end at 63.
    static let maximumListDepth = 32
    /// How many alternatives are followed one in the other before the value becomes `JSON`.
    static let maximumChoices = 64

    let model: Model
    let integers: APIDefinition.IntegerMapping
    var names = NameMapper()
    var mapped = MappedModel(root: .json)
    var objectOfSite: [Site: Int] = [:]
    var unionOfSite: [Site: Int] = [:]
    var enumOfSite: [Site: Int] = [:]
    /// Objects whose fields are still to be mapped, with what is known of them.
    var pending: [(index: Int, facts: SchemaFacts)] = []
    var warned: Set<ExactText> = []
    /// Objects that say nothing about further properties.
    var silentObjects: [Site] = []

    init(model: Model, integers: APIDefinition.IntegerMapping) {
        self.model = model
        self.integers = integers
    }

    /// Where a type is used: what its name begins with, and the word that the place adds.
    struct Place {
        var stem: String
        /// The lists around the place.
        var lists: [Site] = []
        /// The alternatives that have been chosen one in the other to get here.
        var choices = 0

        func word(_ name: String) -> Place {
            Place(stem: stem + GraphQLName.capitalized(name))
        }
    }

    /// The types of the whole model.
    mutating func map() throws(SchemaGenError) -> MappedModel {
        mapped.root = try type(of: Site(model.root), at: Place(stem: ""))
        var next = 0
        while next < pending.count {
            try mapFields(of: pending[next].index, pending[next].facts)
            next += 1
        }
        if let first = silentObjects.first {
            let others = silentObjects.count > 1 ? "here and in \(silentObjects.count - 1) other places" : "here"
            let remedy = "additionalProperties: true lets clients write them"
            warn(first, "without additionalProperties (\(others)) only declared properties can be written; \(remedy)")
        }
        mapped.warnings += constraintWarnings()
        return mapped
    }

    /// The type of a value that fits a site.
    mutating func type(of site: Site, at place: Place) throws(SchemaGenError) -> MappedType {
        let written = site
        let site = model.canonical(written)
        guard !site.elements.isEmpty else { return .json }
        var place = place
        if site != written, let target = site.elements.first, let named = self.place(ofTarget: target.schema) {
            place.stem = named.stem
        }
        let facts = model.facts(of: site)
        if facts.isImpossible { return .json }
        guard !facts.types.isEmpty else {
            throw contradiction(site, found: "types that exclude each other", expected: "types that one value can have")
        }
        if let chosen = try alternative(of: site, facts, at: place) { return chosen }
        return try plainType(of: site, facts, at: place)
    }

    /// The type where no `anyOf` or `oneOf` has a say.
    mutating func plainType(
        of site: Site,
        _ facts: SchemaFacts,
        at place: Place
    ) throws(SchemaGenError) -> MappedType {
        let types = effectiveTypes(of: facts, at: site)
        let isNullable = types.contains(.null)
        let others = types.subtracting(.null)
        if let values = facts.values {
            return MappedType(try valueShape(values, site, facts, at: place), isNullable: isNullable)
        }
        let shape: MappedType.Shape
        switch others {
        case .string: shape = .scalar(Self.scalar(ofFormats: facts.formats))
        case .integer: shape = .scalar(integerScalar(facts))
        case .number, .fraction: shape = .scalar(.float)
        case .boolean: shape = .scalar(.boolean)
        case .array: shape = try listShape(site, facts, at: place)
        case .object: shape = try objectShape(site, facts, at: place)
        default:
            if facts.saysTypes, !others.isEmpty {
                warn(site, "a value of several types is JSON in the schema; it is checked on write")
            }
            return MappedType(.scalar(.json), isNullable: isNullable)
        }
        return MappedType(shape, isNullable: isNullable)
    }

    /// The types that a value can have; `properties` or `items` without `type` mean an object or an array.
    private mutating func effectiveTypes(of facts: SchemaFacts, at site: Site) -> JSONTypes {
        guard !facts.saysTypes else { return facts.types }
        if facts.saysProperties, !facts.saysItems {
            warn(site, "properties without type: taken for an object in the schema")
            return .object
        }
        if facts.saysItems || facts.isTuple, !facts.saysProperties {
            warn(site, "items without type: taken for an array in the schema")
            return .array
        }
        return facts.types
    }

    private mutating func listShape(
        _ site: Site,
        _ facts: SchemaFacts,
        at place: Place
    ) throws(SchemaGenError) -> MappedType.Shape {
        if facts.isTuple {
            warn(site, "a tuple is JSON in the schema; its items are checked on write")
            return .scalar(.json)
        }
        guard facts.saysItems else { return .list(.json) }
        if place.lists.contains(site) || place.lists.count >= Self.maximumListDepth {
            warn(site, "a list that contains itself is JSON in the schema")
            return .scalar(.json)
        }
        var inner = place
        inner.lists.append(site)
        let item = try type(of: facts.items, at: inner)
        return .list(item)
    }

    /// An object type; `JSON` where no property is declared.
    mutating func objectShape(
        _ site: Site,
        _ facts: SchemaFacts,
        at place: Place
    ) throws(SchemaGenError) -> MappedType.Shape {
        guard !facts.allProperties.isEmpty else {
            warn(site, "an object without declared properties is JSON in the schema; it is checked on write")
            return .scalar(.json)
        }
        return .object(try object(site, facts, at: place))
    }

    mutating func object(_ site: Site, _ facts: SchemaFacts, at place: Place) throws(SchemaGenError) -> Int {
        if let known = objectOfSite[site] { return known }
        guard mapped.objects.count < Self.maximumObjects else {
            throw SchemaGenError(
                .size,
                file: model.file,
                pointer: pointer(of: site),
                found: "more than \(Self.maximumObjects) object types",
                expected: "at most \(Self.maximumObjects)"
            )
        }
        let index = mapped.objects.count
        objectOfSite[site] = index
        let stem = names.claim(place.stem)
        var object = MappedObject(stem: stem, pointer: pointer(of: site), isOpen: facts.isOpen)
        object.description = typeDescription(of: site)
        mapped.objects.append(object)
        mapped.order.append(.object(index))
        pending.append((index, facts))
        if facts.isOpen {
            let reason = "because properties beyond the declared ones are allowed; the output type does not have them"
            warn(site, "the input takes any JSON object here, \(reason)")
        } else if !facts.forbidsOthers {
            silentObjects.append(site)
        }
        return index
    }
}
