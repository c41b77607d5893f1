/// A place in a JSON document (RFC 6901).
public struct JSONPointer: Sendable, Hashable {
    /// The member names and array indices from the root, unescaped.
    public var tokens: [String]

    /// The whole document.
    public static var root: Self { .init(tokens: []) }

    /// A pointer from unescaped tokens.
    public init(tokens: [String]) { self.tokens = tokens }

    /// Reads `""` or `/token/token…`, where `~1` stands for `/` and `~0` for `~`.
    public init(_ text: String) throws(JSONError) {
        tokens = []
        let bytes = Array(text.utf8)
        if bytes.isEmpty { return }
        guard bytes[0] == 0x2F else { throw JSONError(.invalidPointer, in: bytes.span, at: 0) }
        var token: [UInt8] = []
        var index = 1
        while index < bytes.count {
            switch bytes[index] {
            case 0x2F:
                tokens.append(String(decoding: token, as: UTF8.self))
                token.removeAll(keepingCapacity: true)
            case 0x7E:
                index += 1
                guard index < bytes.count, bytes[index] == 0x30 || bytes[index] == 0x31 else {
                    throw JSONError(.invalidPointer, in: bytes.span, at: index)
                }
                token.append(bytes[index] == 0x30 ? 0x7E : 0x2F)
            default: token.append(bytes[index])
            }
            index += 1
        }
        tokens.append(String(decoding: token, as: UTF8.self))
    }

    /// The pointer to a member of the value that this one points to.
    public func appending(_ token: String) -> Self { .init(tokens: tokens + [token]) }
    /// The pointer to an element of the value that this one points to.
    public func appending(_ index: Int) -> Self { .init(tokens: tokens + [String(index)]) }
    /// Moves on to a member or, with an index as text, to an element.
    public mutating func append(_ token: String) { tokens.append(token) }

    public static func == (left: Self, right: Self) -> Bool {
        left.tokens.count == right.tokens.count && zip(left.tokens, right.tokens).allSatisfy(UTF8Name.areEqual)
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The text of RFC 6901.
    public var description: String {
        var text: [UInt8] = []
        for token in tokens {
            text.append(0x2F)
            for byte in token.utf8 {
                switch byte {
                case 0x2F: text += [0x7E, 0x31]
                case 0x7E: text += [0x7E, 0x30]
                default: text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension JSONPointer {
    /// An array index as RFC 6901 section 4 writes it: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        let bytes = token.utf8
        guard let first = bytes.first, bytes.allSatisfy({ $0 &- 0x30 < 10 }), first != 0x30 || bytes.count == 1 else {
            return nil
        }
        return Int(token)
    }
}

extension JSONValue {
    /// The value at a place; `nil` if there is none.
    public subscript(pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object(let members):
                guard let member = members[token] else { return nil }
                value = member
            case .array(let elements):
                guard let index = JSONPointer.index(token), index < elements.count else { return nil }
                value = elements[index]
            case .null, .bool, .number, .string:
                return nil
            }
        }
        return value
    }
}
