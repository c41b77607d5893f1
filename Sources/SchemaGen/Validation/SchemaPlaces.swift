import JSON

/// The subschemas of a document, each with its place and the resource that it belongs to, found by walking through the
/// keywords that hold subschemas. Works through a list, so that nesting costs no stack.
struct SchemaPlaces {
    /// How many subschemas a document may have.
    static let maximumPlaces = 200_000
    /// How deep subschemas may nest.
    static let maximumDepth = 256

    enum Dialect: Sendable {
        case draft07, draft202012
    }

    struct Place {
        var value: JSONValue
        var pointer: String
        var resource: Int
        var depth: Int
    }

    /// A schema with a URI of its own, or the document.
    struct Resource {
        var uri: URIReference
        var pointer: String
        var dialect: Dialect
        /// The pointers of dynamic anchors.
        var dynamicAnchors: [ExactText: String] = [:]
    }

    private(set) var places: [Place] = []
    private(set) var resources: [Resource] = []
    private(set) var idOfPointer: [ExactText: NodeID] = [:]
    private(set) var resourceOfURI: [ExactText: Int] = [:]
    /// Pointers by `<resource>#<anchor>`.
    private(set) var anchors: [ExactText: String] = [:]
    /// The first place whose keywords have not been walked through.
    private var next = 0

    init(_ document: JSONValue) throws(SchemaGenError) {
        let root = Resource(uri: URIReference(""), pointer: "", dialect: .draft202012)
        resources.append(root)
        resourceOfURI[ExactText("")] = 0
        if case .object(let members) = document {
            resources[0].dialect = try Self.dialect(members, "") ?? .draft202012
        }
        _ = try add(document, at: "", resource: 0, depth: 0)
        try walk()
    }

    /// The number of the place at a pointer, which is added and walked through if it is new.
    mutating func place(at pointer: String, _ value: JSONValue) throws(SchemaGenError) -> NodeID {
        if let known = idOfPointer[ExactText(pointer)] { return known }
        // It belongs to the resource of the nearest place around it.
        var around = pointer
        var resource = 0
        while let slash = around.utf8.lastIndex(of: 0x2F) {
            around = String(around[..<slash])
            if let known = idOfPointer[ExactText(around)] {
                resource = places[Int(known)].resource
                break
            }
        }
        let id = try add(value, at: pointer, resource: resource, depth: 0)
        try walk()
        return id
    }

    private mutating func add(
        _ value: JSONValue,
        at pointer: String,
        resource: Int,
        depth: Int
    ) throws(SchemaGenError) -> NodeID {
        if let known = idOfPointer[ExactText(pointer)] { return known }
        guard places.count < Self.maximumPlaces else {
            let limit = "at most \(Self.maximumPlaces)"
            throw SchemaGenError(.size, pointer: pointer, found: "more subschemas", expected: limit)
        }
        guard depth <= Self.maximumDepth else {
            let limit = "at most \(Self.maximumDepth) levels"
            throw SchemaGenError(.nesting, pointer: pointer, found: "deeper nesting", expected: limit)
        }
        let id = NodeID(places.count)
        places.append(Place(value: value, pointer: pointer, resource: resource, depth: depth))
        idOfPointer[ExactText(pointer)] = id
        return id
    }

    private mutating func walk() throws(SchemaGenError) {
        while next < places.count {
            let index = next
            next += 1
            guard case .object(let members) = places[index].value else { continue }
            try identify(index, members)
            let place = places[index]
            for member in members {
                let pointer = place.pointer + "/" + member.name.pointerToken
                let dialect = resources[place.resource].dialect
                switch SchemaKeywordShape(member.name, dialect) {
                case .schema: try addChild(member.value, pointer, place)
                case .schemas: try addElements(member.value, pointer, place)
                case .schemaOrSchemas:
                    try addChild(member.value, pointer, place)
                    try addElements(member.value, pointer, place)
                case .schemaByName:
                    for child in member.value.object ?? [:] {
                        try addChild(child.value, pointer + "/" + child.name.pointerToken, place)
                    }
                case .other: break
                }
            }
        }
    }

    private mutating func addElements(
        _ value: JSONValue,
        _ pointer: String,
        _ parent: Place
    ) throws(SchemaGenError) {
        for (index, element) in (value.array ?? []).enumerated() {
            try addChild(element, "\(pointer)/\(index)", parent)
        }
    }

    private mutating func addChild(_ value: JSONValue, _ pointer: String, _ parent: Place) throws(SchemaGenError) {
        // What is no schema is refused where the keyword is read.
        guard value.object != nil || value.bool != nil else { return }
        _ = try add(value, at: pointer, resource: parent.resource, depth: parent.depth + 1)
    }

    /// Reads `$id` and the anchors of a place.
    private mutating func identify(_ index: Int, _ members: JSONObject) throws(SchemaGenError) {
        let pointer = places[index].pointer
        var dialect = resources[places[index].resource].dialect
        if dialect == .draft07, members["$ref"] != nil, index > 0 { return }
        if let id = members["$id"]?.string {
            let reference = URIReference(id)
            if dialect == .draft07, reference.withoutFragment.isEmpty {
                if let name = reference.fragment, !name.isEmpty { addAnchor(name, index) }
            } else if !reference.withoutFragment.isEmpty {
                if index > 0 { dialect = try Self.dialect(members, pointer) ?? dialect }
                var uri = resources[places[index].resource].uri.resolving(reference)
                uri.fragment = nil
                if index == 0 {
                    resources[0].uri = uri
                } else {
                    resources.append(Resource(uri: uri, pointer: pointer, dialect: dialect))
                    places[index].resource = resources.count - 1
                }
                resourceOfURI[ExactText(uri.withoutFragment)] = places[index].resource
            }
        }
        guard dialect == .draft202012 else { return }
        if let name = members["$anchor"]?.string { addAnchor(name, index) }
        if let name = members["$dynamicAnchor"]?.string {
            addAnchor(name, index)
            resources[places[index].resource].dynamicAnchors[ExactText(name)] = pointer
        }
    }

    private mutating func addAnchor(_ name: String, _ index: Int) {
        anchors[ExactText("\(places[index].resource)#\(name)")] = places[index].pointer
    }

    /// The dialect that `$schema` names; nil without it.
    private static func dialect(_ members: JSONObject, _ pointer: String) throws(SchemaGenError) -> Dialect? {
        guard let keyword = members["$schema"] else { return nil }
        let uri = keyword.string ?? ""
        switch uri.hasSuffix("#") ? String(uri.dropLast()) : uri {
        case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema": return .draft07
        case "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft/2020-12/schema":
            return .draft202012
        default:
            throw SchemaGenError(
                .dialect,
                pointer: pointer + "/$schema",
                found: keyword.phrase,
                expected: "the URI of draft-07 or of draft 2020-12"
            )
        }
    }
}

/// Where subschemas stand in the value of a keyword.
enum SchemaKeywordShape {
    case schema, schemas, schemaOrSchemas, schemaByName, other

    init(_ keyword: String, _ dialect: SchemaPlaces.Dialect) {
        switch keyword {
        case "additionalProperties", "contains", "else", "if", "not", "propertyNames", "then": self = .schema
        case "allOf", "anyOf", "oneOf": self = .schemas
        case "$defs", "definitions", "patternProperties", "properties": self = .schemaByName
        case "items": self = dialect == .draft07 ? .schemaOrSchemas : .schema
        case "additionalItems": self = dialect == .draft07 ? .schema : .other
        case "dependencies": self = dialect == .draft07 ? .schemaByName : .other
        case "prefixItems": self = dialect == .draft202012 ? .schemas : .other
        case "dependentSchemas": self = dialect == .draft202012 ? .schemaByName : .other
        case "contentSchema", "unevaluatedItems", "unevaluatedProperties":
            self = dialect == .draft202012 ? .schema : .other
        default: self = .other
        }
    }
}
