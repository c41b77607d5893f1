/// The pages of the console, embedded in the binary; nothing is loaded from elsewhere.
///
/// The assets lie below a path that holds a hash of all of them: a browser may keep them for ever, and a new version has
/// new paths.
enum ConsolePages {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static let security =
        "Content-Security-Policy: \(policy)\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"

    private static let style = PackageResources.style_css

    /// By name, in the order of the names.
    private static let modules: [(name: String, body: [UInt8])] = [
        ("analysis.js", PackageResources.analysis_js),
        ("api.js", PackageResources.api_js),
        ("controls.js", PackageResources.controls_js),
        ("data-view.js", PackageResources.data_view_js),
        ("diff.js", PackageResources.diff_js),
        ("dom.js", PackageResources.dom_js),
        ("editor.js", PackageResources.editor_js),
        ("entries.js", PackageResources.entries_js),
        ("entry-pane.js", PackageResources.entry_pane_js),
        ("examples.js", PackageResources.examples_js),
        ("form.js", PackageResources.form_js),
        ("json-view.js", PackageResources.json_view_js),
        ("json.js", PackageResources.json_js),
        ("key-list.js", PackageResources.key_list_js),
        ("main.js", PackageResources.main_js),
        ("query-view.js", PackageResources.query_view_js),
        ("schema-view.js", PackageResources.schema_view_js),
        ("schema.js", PackageResources.schema_js),
        ("shapes.js", PackageResources.shapes_js),
        ("storage.js", PackageResources.storage_js),
        ("tokens.js", PackageResources.tokens_js),
    ]

    /// By path.
    static let all: [String: StaticPage] = {
        var assets = [("style.css", ContentType.css, AssetText.compact(style, .css))]
        for module in modules {
            assets.append((module.name, .javascript, AssetText.compact(module.body, .javascript)))
        }
        var fingerprint = Fingerprint()
        for (_, _, body) in assets { fingerprint.add(body) }
        let folder = "/console/" + fingerprint.text
        var pages: [String: StaticPage] = [:]
        let fields = security + "Cache-Control: public, max-age=31536000, immutable\r\n"
        let compressor = BodyCompressor()
        for (name, type, body) in assets {
            let gzip = compressor.compress(body, .gzip)
            pages["\(folder)/\(name)"] = StaticPage(type: type, body: body, fields: fields, gzip: gzip)
        }
        let page = Array(index(folder).utf8)
        pages["/"] = StaticPage(type: .html, body: page, fields: security + "Cache-Control: no-cache\r\n")
        return pages
    }()

    /// The page names every module, so that a browser asks for all of them at once instead of one import after another.
    private static func index(_ folder: String) -> String {
        let links = modules.map { "<link rel=\"modulepreload\" href=\"\(folder)/\($0.name)\">\n" }.joined()
        return String(decoding: PackageResources.index_html, as: UTF8.self)
            .split(separator: "{{modules}}", omittingEmptySubsequences: false).joined(separator: links)
            .split(separator: "{{assets}}", omittingEmptySubsequences: false).joined(separator: folder)
    }
}
