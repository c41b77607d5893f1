import JSON

/// Reads a JSON Schema document into the subschemas of a ``Model``.
///
/// Works through a list of places instead of recursing, so that nesting costs no stack. References are resolved after
/// everything that keywords lead to has been read; a reference to a place that no keyword leads to adds that place.
struct ModelDecoder {
    /// How many subschemas a model may have.
    static let maximumSchemas = 200_000

    let file: String?
    let document: JSONValue
    var dialect = Model.Dialect.draft202012
    var schemas: [Subschema] = []
    var warnings: [SchemaWarning] = []
    /// Places found but not read yet.
    var pending: [Place] = []
    /// References found but not resolved yet.
    var references: [PendingReference] = []
    var idOfPointer: [ExactText: SchemaID] = [:]
    /// Pointers of the roots of resources, by absolute or relative URI without fragment; "" is the document itself.
    var resources: [String: String] = ["": ""]
    /// Pointers by `<resource>#<anchor>`.
    var anchors: [String: String] = [:]
    /// What a validator that knows only the specification must see in another way.
    var edits = ModelEdits()

    /// A place that holds a schema.
    struct Place {
        var id: SchemaID
        var value: JSONValue
        /// The URI that references in it are resolved against.
        var base: URIReference
    }

    struct PendingReference {
        var from: SchemaID
        var text: String
        var base: URIReference
    }

    init(document: JSONValue, file: String?) {
        self.document = document
        self.file = file
    }

    /// The model; the errors name the first place that is wrong.
    mutating func decode() throws(SchemaGenError) -> Model {
        guard case .object(let members) = document else {
            throw failure(
                .notAnObject,
                "",
                found: document.phrase,
                expected: "a JSON Schema: an object such as {\"type\": \"object\"}"
            )
        }
        dialect = try dialect(of: members)
        let root = try add(document, at: "", base: URIReference(""))
        try drain()
        try resolveReferences()
        try rejectCircularReferences()
        let normalized = edits.isEmpty ? document : edits.applied(to: document)
        return Model(
            file: file,
            dialect: dialect,
            document: document,
            normalizedDocument: normalized,
            warnings: warnings,
            schemas: schemas,
            root: root
        )
    }

    /// The subschema at a pointer; read later where it is new.
    mutating func add(_ value: JSONValue, at pointer: String, base: URIReference) throws(SchemaGenError) -> SchemaID {
        if let known = idOfPointer[ExactText(pointer)] { return known }
        guard schemas.count < Self.maximumSchemas else {
            throw failure(
                .size,
                pointer,
                found: "more than \(Self.maximumSchemas) schemas",
                expected: "at most \(Self.maximumSchemas)"
            )
        }
        let id = SchemaID(index: schemas.count)
        schemas.append(Subschema(pointer: pointer))
        idOfPointer[ExactText(pointer)] = id
        pending.append(Place(id: id, value: value, base: base))
        return id
    }

    mutating func drain() throws(SchemaGenError) {
        while let place = pending.popLast() {
            try read(place)
        }
    }

    func failure(
        _ code: SchemaGenError.Code,
        _ pointer: String,
        found: String,
        expected: String
    ) -> SchemaGenError {
        SchemaGenError(code, file: file, pointer: pointer, found: found, expected: expected)
    }

    mutating func warn(_ pointer: String, _ message: String) {
        warnings.append(SchemaWarning(file: file, pointer: pointer, message: message))
    }

    private func dialect(of members: JSONObject) throws(SchemaGenError) -> Model.Dialect {
        guard let keyword = members["$schema"] else { return .draft202012 }
        guard case .string(let uri) = keyword else {
            throw failure(.dialect, "/$schema", found: keyword.phrase, expected: "the URI of a dialect as a string")
        }
        let name = uri.hasSuffix("#") ? String(uri.dropLast()) : uri
        switch name {
        case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema": return .draft07
        case "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft/2020-12/schema":
            return .draft202012
        default:
            throw failure(
                .dialect,
                "/$schema",
                found: "\"\(uri)\"",
                expected:
                    "\"http://json-schema.org/draft-07/schema#\" or \"https://json-schema.org/draft/2020-12/schema\""
            )
        }
    }
}
