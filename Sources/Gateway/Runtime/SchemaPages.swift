import JSON
import SchemaGen

/// The schema and the models as they are served.
enum SchemaPages {
    /// By path.
    static func all(_ generated: GeneratedSchema) -> [String: StaticPage] {
        var pages = [
            "/schema.graphql": StaticPage(type: .graphQL, body: Array(generated.sdl.utf8) + [0x0A]),
            "/schema.json": StaticPage(type: .json, body: SchemaText.introspection(generated)),
        ]
        for api in generated.apis {
            pages["/models/\(api.namespace).json"] = StaticPage(type: .json, body: api.model.document.bytes())
        }
        return pages
    }
}
