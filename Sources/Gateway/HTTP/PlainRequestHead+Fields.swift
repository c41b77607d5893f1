import NIOHTTP1

extension PlainRequestHead {
    /// The framing as the connection's machine takes it.
    func check(bodyLimit: Int) -> Result<RequestHeadCheck, HTTPFailure> {
        guard contentLength ?? 0 <= bodyLimit else { return .failure(RequestHeadCheck.tooLarge(limit: bodyLimit)) }
        return .success(RequestHeadCheck(keepAlive: !asksClose, contentLength: contentLength))
    }

    /// The head as routes take it. Its headers are those that no route asks for by a property of `RequestFields`.
    ///
    /// - Parameters:
    ///   - bytes: What the head was scanned in.
    ///   - others: The fields that the scan gave.
    ///   - fields: Is told the fields.
    ///   - known: Used for a request that amounts to this, so that nothing is allocated for it.
    func requestHead(
        _ bytes: Span<UInt8>,
        _ others: [Field],
        noting fields: inout RequestFields,
        known: HTTPRequestHead
    ) -> HTTPRequestHead {
        var headers = HTTPHeaders()
        fields.note(self, bytes)
        for field in others {
            switch field.name.count {
            case 6 where fields.accept == nil && Self.equals(bytes, field.name, "accept"):
                fields.accept = Self.text(bytes, field.value)
            case 10 where Self.equals(bytes, field.name, "user-agent"): break
            case 12 where Self.equals(bytes, field.name, "content-type"):
                fields.contentType = Self.text(bytes, field.value)
            case 15 where Self.equals(bytes, field.name, "accept-language"): break
            default:
                let (name, value) = (Self.text(bytes, field.name), Self.text(bytes, field.value))
                fields.note(name, value)
                headers.add(name: name, value: value)
            }
        }
        if isPost, headers.isEmpty, Self.isSame(bytes, target, "/graphql") { return known }
        let uri = Self.text(bytes, target)
        return HTTPRequestHead(version: .http1_1, method: isPost ? .POST : .GET, uri: uri, headers: headers)
    }

    /// The bytes as text. Common values are literals, since other strings of more than 15 bytes are allocated.
    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        switch range.count {
        case 16 where isSame(bytes, range, "application/json"): "application/json"
        case 17 where isSame(bytes, range, "gzip, deflate, br"): "gzip, deflate, br"
        case 17 where isSame(bytes, range, "text/event-stream"): "text/event-stream"
        case 31 where isSame(bytes, range, "application/json; charset=utf-8"): "application/json; charset=utf-8"
        case 33 where isSame(bytes, range, "application/graphql-response+json"): "application/graphql-response+json"
        default: bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Whether the bytes are exactly these.
    private static func isSame(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for index in 0..<range.count where bytes[range.lowerBound &+ index] != text.utf8Start[index] { return false }
        return true
    }
}

extension RequestFields {
    /// Notes what the scan has found out already.
    fileprivate mutating func note(_ head: PlainRequestHead, _ bytes: Span<UInt8>) {
        host = bytes.extracting(head.host).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        hostCount = 1
        contentLength = head.contentLength
        asksClose = head.asksClose
    }
}
