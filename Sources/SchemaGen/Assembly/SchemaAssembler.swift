import GraphQLEngine
import JSON

/// Puts the types of all APIs into one schema.
struct SchemaAssembler {
    var builder = SchemaBuilder()
    var apis: [GeneratedAPI] = []
    var warnings: [SchemaWarning] = []
    private var rootFields: [RootKind: [SchemaBuilder.Field]] = [:]
    /// The API that defines a name, to name both where two do.
    private var ownerOfName: [String: Int] = [:]
    /// Whether some API has pages.
    private var hasPages = false
    /// Types are kept back until the root types stand before them.
    private var additions: [(inout SchemaBuilder) -> Void] = []
    private var scalars: Set<MappedScalar> = []

    /// What an API puts into the schema.
    struct Part {
        var definition: APIDefinition
        var entry: String
        var inputType: String
        var outputType: String
        var validator: ValueValidator
    }

    /// The compiled form of a model's document.
    static func compiled(_ model: Model) throws(SchemaGenError) -> CompiledSchemaDocument {
        do {
            return try CompiledSchemaDocument(model.normalizedDocument, options: .init(assertsFormats: true))
        } catch {
            throw error.inFile(model.file)
        }
    }

    /// Adds the root fields of an API and notes it.
    mutating func addRoot(
        _ part: Part,
        _ roots: [RootFieldDefinition],
        field: (RootFieldDefinition) -> SchemaBuilder.Field
    ) throws(SchemaGenError) {
        let index = apis.count
        var names: [GeneratedAPI.RootField] = []
        for root in roots {
            var field = field(root)
            let tag = FetchTag.tag(api: index, operation: root.operation)
            field.resolution = .fetch(tag: tag)
            try own("\(root.kind.rawValue).\(field.name)", api: index, part.definition)
            rootFields[root.kind, default: []].append(field)
            names.append(GeneratedAPI.RootField(operation: root.operation, name: field.name, tag: tag))
        }
        apis.append(
            GeneratedAPI(
                namespace: part.definition.namespace,
                model: part.definition.model,
                compatibility: part.definition.compatibility,
                rootFields: names,
                inputType: part.inputType,
                outputType: part.outputType,
                validator: part.validator
            )
        )
    }

    /// Adds a type, after checking that no other API has one of its name.
    mutating func add(_ name: String, _ definition: APIDefinition, _ addition: @escaping (inout SchemaBuilder) -> Void)
        throws(SchemaGenError)
    {
        try own(name, api: apis.count - 1, definition)
        additions.append(addition)
    }

    mutating func use(_ scalar: MappedScalar) {
        if !scalar.isBuiltIn { scalars.insert(scalar) }
    }

    /// Adds Relay's type of a page's bounds, once for all APIs.
    mutating func addPageInfo() {
        guard !hasPages else { return }
        hasPages = true
        let fields = [
            SchemaBuilder.Field("hasNextPage", type: "Boolean!"),
            SchemaBuilder.Field(
                "hasPreviousPage",
                type: "Boolean!",
                description: "Whether the page begins behind a cursor."
            ),
            SchemaBuilder.Field("startCursor", type: "String", description: "Null where the page is empty."),
            SchemaBuilder.Field("endCursor", type: "String", description: "Null where the page is empty."),
        ]
        additions.append { $0.object(EntryNames.pageInfo, fields: fields) }
    }

    private mutating func own(_ name: String, api: Int, _ definition: APIDefinition) throws(SchemaGenError) {
        guard let owner = ownerOfName.updateValue(api, forKey: name) else { return }
        let first = apis.indices.contains(owner) ? apis[owner].namespace : definition.namespace
        throw SchemaGenError(
            .clash,
            file: definition.model.file,
            found: "the name \(name) in the API \"\(definition.namespace)\" and in the API \"\(first)\"",
            expected: "namespaces that keep the names of their APIs apart"
        )
    }

    /// The finished schema: root types first, then the types of the APIs in order, then the scalars.
    mutating func build() throws(SchemaGenError) -> Schema {
        for kind in RootKind.allCases {
            guard let fields = rootFields[kind] else { continue }
            builder.object(kind.rawValue, fields: fields)
        }
        for addition in additions { addition(&builder) }
        for scalar in MappedScalar.allCases where scalars.contains(scalar) {
            builder.scalar(
                scalar.rawValue,
                description: scalar.description,
                specifiedByURL: scalar.specifiedByURL,
                coercion: scalar.coercion
            )
        }
        do {
            return try builder.build()
        } catch {
            throw SchemaGenError(
                .invalidSchema,
                found: error.errors.first?.message ?? "an invalid schema",
                expected: "a model whose types make a valid GraphQL schema"
            )
        }
    }
}
