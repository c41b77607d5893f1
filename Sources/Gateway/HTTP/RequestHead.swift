import NIOHTTP1

/// The head of a request, or of several that are equal, as routes take it.
///
/// It never changes and is handed on by reference: a copy of its fields would count the references of a dozen strings.
final class RequestHead {
    let method: HTTPMethod
    let uri: String
    /// Of a plain head only those that `fields` does not hold.
    let headers: HTTPHeaders
    let fields: RequestFields
    /// What the client takes.
    let accept: AcceptHeader.Choice
    /// The body is JSON as nearly every client names it; else `BodyType` says.
    let hasPlainJSON: Bool
    /// Nothing in it makes the head of the answer differ from that of others.
    let takesUsualHead: Bool
    /// HTTP/1.0.
    let isOldVersion: Bool
    /// HEAD: answered as GET is, but without the body.
    let isHeadOnly: Bool

    init(
        method: HTTPMethod,
        uri: String,
        headers: HTTPHeaders,
        fields: RequestFields,
        isOldVersion: Bool = false
    ) {
        self.method = method
        self.uri = uri
        self.headers = headers
        self.fields = fields
        self.isOldVersion = isOldVersion
        accept = AcceptHeader.choose(fields.accept)
        hasPlainJSON = fields.contentType == "application/json" && fields.contentEncoding == nil
        isHeadOnly = method == .HEAD
        takesUsualHead = fields.requestID == nil && !isHeadOnly && !isOldVersion
    }

    /// - Parameter fields: Those of the head, noted before.
    convenience init(_ head: HTTPRequestHead, _ fields: RequestFields) {
        self.init(
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            fields: fields,
            isOldVersion: head.version.minor == 0
        )
    }
}
