/// An answer that is the same for every request.
struct StaticPage: Sendable {
    var type: ContentType
    var body: [UInt8]
    var fields = ""
}

/// The pages of the console, embedded in the binary; nothing is loaded from elsewhere.
enum ConsolePages {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static let fields =
        "Content-Security-Policy: \(policy)\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
        + "Cache-Control: no-cache\r\n"

    /// By path.
    static let all: [String: StaticPage] = [
        "/": StaticPage(type: .html, body: PackageResources.console_html, fields: fields),
        "/console.css": StaticPage(type: .css, body: PackageResources.console_css, fields: fields),
        "/console.js": StaticPage(type: .javascript, body: PackageResources.console_js, fields: fields),
    ]
}
