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

    private static let assets: [(name: String, type: ContentType, body: [UInt8])] = [
        ("style.css", .css, PackageResources.style_css),
        ("analysis.js", .javascript, PackageResources.analysis_js),
        ("api.js", .javascript, PackageResources.api_js),
        ("data-view.js", .javascript, PackageResources.data_view_js),
        ("diff.js", .javascript, PackageResources.diff_js),
        ("dom.js", .javascript, PackageResources.dom_js),
        ("editor.js", .javascript, PackageResources.editor_js),
        ("entries.js", .javascript, PackageResources.entries_js),
        ("entry-pane.js", .javascript, PackageResources.entry_pane_js),
        ("form.js", .javascript, PackageResources.form_js),
        ("json-view.js", .javascript, PackageResources.json_view_js),
        ("json.js", .javascript, PackageResources.json_js),
        ("key-list.js", .javascript, PackageResources.key_list_js),
        ("main.js", .javascript, PackageResources.main_js),
        ("query-view.js", .javascript, PackageResources.query_view_js),
        ("schema-view.js", .javascript, PackageResources.schema_view_js),
        ("schema.js", .javascript, PackageResources.schema_js),
        ("storage.js", .javascript, PackageResources.storage_js),
        ("tokens.js", .javascript, PackageResources.tokens_js),
    ]

    /// By path.
    static let all: [String: StaticPage] = {
        let folder = "/console/" + fingerprint
        var pages: [String: StaticPage] = [:]
        for asset in assets {
            let fields = security + "Cache-Control: public, max-age=31536000, immutable\r\n"
            pages["\(folder)/\(asset.name)"] = StaticPage(type: asset.type, body: asset.body, fields: fields)
        }
        let index = String(decoding: PackageResources.index_html, as: UTF8.self)
            .split(separator: "{{assets}}", omittingEmptySubsequences: false)
            .joined(separator: folder)
        pages["/"] = StaticPage(type: .html, body: Array(index.utf8), fields: security + "Cache-Control: no-cache\r\n")
        return pages
    }()

    /// FNV-1a over all assets: it tells versions apart and need not withstand anybody.
    private static var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for asset in assets {
            for byte in asset.body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return String(hash, radix: 16)
    }
}
