import JSON

extension JSONValue {
    /// What this is, for messages: `the string "abc"`, `an object`.
    var phrase: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let number): return number.text.utf8.count > 40 ? "a number" : number.text
        case .string(let text): return text.utf8.count > 80 ? "a string" : JSONValue.string(text).description
        case .array: return "an array"
        case .object: return "an object"
        }
    }

    /// The set with the one type of this value.
    var types: JSONTypes {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .number(let number): number.isInteger ? .integer : .fraction
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether this, read as a schema, refuses every value: `false` or `{"not": {}}`.
    var acceptsNothing: Bool {
        switch self {
        case .bool(let value): return !value
        case .object(let members):
            guard members.count == 1, let negated = members["not"] else { return false }
            return negated.bool == true || negated.object?.isEmpty == true
        case .null, .number, .string, .array: return false
        }
    }
}

/// A text compared by its bytes, where `String` compares by canonical equivalence.
struct ExactText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// One token of a JSON Pointer, `~` and `/` escaped (RFC 6901 section 3).
    var pointerToken: String {
        guard utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return self }
        return JSONPointer(tokens: [self]).description.dropFirst().description
    }

    /// A JSON Pointer as a URI fragment (RFC 6901 section 6): what RFC 3986 does not allow there is percent-encoded.
    var fragmentEncoded: String {
        var bytes: [UInt8] = []
        for byte in utf8 {
            let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            let isDigit = byte >= 0x30 && byte <= 0x39
            if isLetter || isDigit || "-._~/!$&'()*+,;=:@?".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                bytes += Array("%\(byte < 16 ? "0" : "")\(digits)".utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
