import JSON
import SchemaGen

/// The schema and the models as they are served.
enum SchemaPages {
    /// By path. All of them carry one entity tag, which differs after a change of the schema or of any model: an open
    /// console asks for it to learn of a change.
    static func all(_ generated: GeneratedSchema) -> [String: StaticPage] {
        var pages = [
            "/schema.graphql": StaticPage(type: .graphQL, body: Array(generated.sdl.utf8) + [0x0A]),
            "/schema.json": StaticPage(type: .json, body: SchemaText.introspection(generated)),
        ]
        for api in generated.apis {
            pages["/models/\(api.namespace).json"] = StaticPage(type: .json, body: api.model.document.bytes())
        }
        var fingerprint = Fingerprint()
        for path in pages.keys.sorted() { fingerprint.add(pages[path]?.body ?? []) }
        let fields = "ETag: W/\"\(fingerprint.text)\"\r\nCache-Control: no-cache\r\n"
        return pages.mapValues { page in
            var page = page
            page.fields = fields
            return page
        }
    }
}
