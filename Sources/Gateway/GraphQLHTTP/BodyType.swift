import NIOHTTP1

/// Whether the body of a POST is of a kind that is read here.
enum BodyType {
    /// - Throws: 415 for any media type but JSON in UTF-8, and for encoded bodies.
    static func check(_ fields: RequestFields) throws(HTTPFailure) {
        if let contentEncoding = fields.contentEncoding, contentEncoding.lowercased() != "identity",
            !contentEncoding.isEmpty
        {
            throw unsupported("Encoded bodies are not taken here: Content-Encoding \(shown(contentEncoding)).")
        }
        guard let contentType = fields.contentType else {
            throw unsupported("The Content-Type is missing; application/json is expected.")
        }
        if contentType == "application/json" { return }
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: false)
            .map { String($0).trimmingSpaces().lowercased() }
        guard parts.first == "application/json" else {
            throw unsupported("The Content-Type is \(shown(contentType)); application/json is expected.")
        }
        for parameter in parts.dropFirst() where parameter.hasPrefix("charset=") {
            let charset = parameter.dropFirst(8).filter { $0 != "\"" }
            guard charset == "utf-8" || charset == "utf8" else {
                throw unsupported("The charset is \(shown(String(charset))); utf-8 is expected.")
            }
        }
    }

    private static func unsupported(_ message: String) -> HTTPFailure {
        HTTPFailure(.unsupportedMediaType, message, fields: "Accept: application/json\r\n")
    }

    private static func shown(_ text: String) -> String { "\"\(text.prefix(80))\"" }
}
