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
        isHeadOnly = method == .HEAD
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
