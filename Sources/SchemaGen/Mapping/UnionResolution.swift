package import JSON

/// How the member of a union is found that a stored object is.
package enum UnionResolution: Sendable {
    /// By the value of one property: indices of objects by value.
    case discriminator(property: String, objects: [JSONValue: Int])
    /// By required properties, types and listed values of the properties; where that leaves several members, by
    /// validation; the first member that fits counts.
    case shape([MemberShape])

    init(
        _ facts: [SchemaFacts],
        _ sites: [Site],
        _ objects: [Int],
        _ discriminator: Discriminator?,
        in model: Model
    ) {
        if let discriminator {
            var objectOfValue: [JSONValue: Int] = [:]
            for (values, object) in zip(discriminator.values, objects) {
                for value in values { objectOfValue[value] = object }
            }
            self = .discriminator(property: discriminator.property, objects: objectOfValue)
            return
        }
        self = .shape(
            facts.indices.map { index in
                var shape = MemberShape(facts[index], object: objects[index], in: model)
                if sites[index].elements.count == 1, let schema = sites[index].elements.first?.schema {
                    shape.pointer = model[schema].pointer
                }
                return shape
            }
        )
    }

    /// The index of the object that the JSON text is; nil where it is none, or no JSON object.
    /// - Parameter fits: whether the text fits the schema at a pointer of the model; asked for only where needed.
    package func object(of json: Span<UInt8>, fits: (_ pointer: String) -> Bool) -> Int? {
        let members: [(name: String, value: JSONValue)]
        do {
            members = try Self.members(of: json, wanted: wanted)
        } catch {
            return nil
        }
        switch self {
        case .discriminator(let property, let objects):
            guard let value = members.last(where: { ExactText($0.name) == ExactText(property) })?.value else {
                return nil
            }
            return objects[value]
        case .shape(let shapes):
            var candidates = shapes.filter { $0.fits(members) }
            if candidates.count == 1 { return candidates.first?.object }
            if candidates.isEmpty { candidates = shapes.filter { $0.pointer.map(fits) ?? false } }
            return (candidates.first { $0.pointer.map(fits) ?? false } ?? candidates.first)?.object
        }
    }

    /// The schemas that ``object(of:fits:)`` may ask for.
    package var pointers: [String] {
        guard case .shape(let shapes) = self else { return [] }
        return shapes.compactMap(\.pointer)
    }

    private var wanted: String? {
        guard case .discriminator(let property, _) = self else { return nil }
        return property
    }

    /// The members of an object, values other than scalars reduced to an empty array or object.
    private static func members(
        of json: Span<UInt8>,
        wanted: String?
    ) throws(JSONError) -> [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = []
        var position = 0
        var isFirst = true
        try JSONScanner.beginObject(json, &position)
        while let raw = try JSONScanner.nextMember(json, &position, &isFirst) {
            let name = try JSONScanner.decode(json, raw)
            let kind = JSONScanner.kind(json, position)
            if let wanted, ExactText(wanted) != ExactText(name) {
                try JSONScanner.skipValue(json, &position)
            } else if kind == .array || kind == .object {
                try JSONScanner.skipValue(json, &position)
                members.append((name, kind == .array ? .array([]) : .object([:])))
            } else {
                members.append((name, try JSONValue.read(json, &position)))
            }
        }
        return members
    }
}

/// What can be told of a union member without looking below its properties.
package struct MemberShape: Sendable {
    struct Property: Sendable {
        var types: JSONTypes
        var values: [JSONValue]?
    }

    let object: Int
    /// The schema of the member, where one schema says it all.
    var pointer: String?
    let required: [String]
    let properties: [ExactText: Property]
    let isClosed: Bool

    init(_ facts: SchemaFacts, object: Int, in model: Model) {
        self.object = object
        required = facts.requiredInOrder
        isClosed = facts.forbidsOthers
        var properties: [ExactText: Property] = [:]
        for property in facts.properties {
            let own = model.facts(of: property.site)
            properties[ExactText(property.name)] = Property(
                types: own.isImpossible ? [] : own.types,
                values: own.values
            )
        }
        self.properties = properties
    }

    func fits(_ members: [(name: String, value: JSONValue)]) -> Bool {
        let names = Set(members.map { ExactText($0.name) })
        for name in required where !names.contains(ExactText(name)) { return false }
        for member in members {
            guard let property = properties[ExactText(member.name)] else {
                if isClosed { return false }
                continue
            }
            guard property.types.isSuperset(of: member.value.types) else { return false }
            let isScalar = member.value.array == nil && member.value.object == nil
            if isScalar, let values = property.values, !values.contains(member.value) { return false }
        }
        return true
    }
}
