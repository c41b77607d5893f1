/// A format that `format` may assert (JSON Schema 2020-12 validation, section 7.3). Unknown ones assert nothing.
enum StringFormat: String, Sendable {
    case dateTime = "date-time"
    case date, time, duration, uuid, email, hostname, ipv4, ipv6, uri, iri, regex
    case idnEmail = "idn-email"
    case idnHostname = "idn-hostname"
    case uriReference = "uri-reference"
    case iriReference = "iri-reference"
    case uriTemplate = "uri-template"
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"

    init?(name: String) { self.init(rawValue: name) }

    var name: String { rawValue }

    /// Whether a text (UTF-8, well-formed) is of this format.
    func accepts(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .dateTime: return DateTimeFormat.isDateTime(text)
        case .date: return DateTimeFormat.isDate(text)
        case .time: return DateTimeFormat.isTime(text)
        case .duration: return DurationFormat.accepts(text)
        case .uuid: return Self.isUUID(text)
        case .email: return EmailFormat.accepts(text, international: false)
        case .idnEmail: return EmailFormat.accepts(text, international: true)
        case .hostname: return HostNameFormat.accepts(text)
        case .idnHostname: return HostNameFormat.acceptsInternational(text)
        case .ipv4: return AddressFormat.isIPv4(text, 0..<text.count)
        case .ipv6: return AddressFormat.isIPv6(text, 0..<text.count)
        case .uri: return URIFormat.accepts(text, international: false, isReference: false)
        case .uriReference: return URIFormat.accepts(text, international: false, isReference: true)
        case .iri: return URIFormat.accepts(text, international: true, isReference: false)
        case .iriReference: return URIFormat.accepts(text, international: true, isReference: true)
        case .uriTemplate: return URITemplateFormat.accepts(text)
        case .jsonPointer: return Self.isPointer(text, 0)
        case .relativeJSONPointer: return Self.isRelativePointer(text)
        case .regex: return Pattern.isWellFormed(text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        }
    }

    /// RFC 4122 section 3: 8-4-4-4-12 hexadecimal digits.
    private static func isUUID(_ text: Span<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for index in 0..<36 {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            guard isDash ? text[index] == 0x2D : text[index].isHexDigit else { return false }
        }
        return true
    }

    /// RFC 6901 section 3, from `start` to the end.
    private static func isPointer(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var index = start
        guard index == text.count || text[index] == 0x2F else { return false }
        while index < text.count {
            if text[index] == 0x7E {
                index += 1
                guard index < text.count, text[index] == 0x30 || text[index] == 0x31 else { return false }
            }
            index += 1
        }
        return true
    }

    /// A whole number, then `#` or a JSON Pointer.
    private static func isRelativePointer(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while index < text.count, text[index].isDigit { index += 1 }
        guard index > 0, index == 1 || text[0] != 0x30 else { return false }
        if index == text.count - 1, text[index] == 0x23 { return true }
        return isPointer(text, index)
    }
}

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
}
