import NIOHTTP1

extension PlainRequestHead {
    /// The head as routes take it. Its headers are those that no route asks for by a property of `RequestFields`.
    ///
    /// The length of the body is not among the fields, so that requests with other lengths can share them.
    ///
    /// - Parameters:
    ///   - bytes: What the head was scanned in.
    ///   - others: The fields that the scan gave.
    func requestHead(_ bytes: Span<UInt8>, _ others: [Field]) -> RequestHead {
        var headers = HTTPHeaders()
        var fields = RequestFields()
        fields.host = Self.text(bytes, host)
        fields.hostCount = 1
        fields.asksClose = asksClose
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
        return RequestHead(
            method: isPost ? .POST : .GET,
            uri: Self.text(bytes, target),
            headers: headers,
            fields: fields
        )
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
