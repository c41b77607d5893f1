/// Decodes string literals that the lexer has let through.
package enum StringLiteral {
    /// What a literal with its quotation marks stands for, as UTF-8.
    static func decode(_ literal: ArraySlice<UInt8>, isBlock: Bool) -> [UInt8] {
        isBlock
            ? BlockString.value(ofRaw: literal.dropFirst(3).dropLast(3))
            : decodeEscapes(literal.dropFirst().dropLast())
    }

    /// Spec 2.9.4, "Static semantics" of StringValue.
    private static func decodeEscapes(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == 0x5C, let escaped = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch escaped {
            case 0x62: result.append(0x08)
            case 0x66: result.append(0x0C)
            case 0x6E: result.append(0x0A)
            case 0x72: result.append(0x0D)
            case 0x74: result.append(0x09)
            case 0x75: append(codePoint(from: &rest), to: &result)
            default: result.append(escaped)
            }
        }
        return result
    }

    /// Reads what follows `\u`, a second escape included where the first is a leading surrogate.
    private static func codePoint(from rest: inout ArraySlice<UInt8>) -> UInt32 {
        if rest.first == 0x7B {
            rest.removeFirst()
            var point: UInt32 = 0
            while let byte = rest.popFirst(), let digit = byte.hexValue {
                point = point << 4 | digit
            }
            return point
        }
        let code = fourDigits(from: &rest)
        guard (0xD800...0xDBFF).contains(code) else { return code }
        rest = rest.dropFirst(2)
        let trailing = fourDigits(from: &rest)
        return 0x10000 &+ ((code & 0x3FF) << 10 | (trailing & 0x3FF))
    }

    private static func fourDigits(from rest: inout ArraySlice<UInt8>) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            code = code << 4 | (rest.popFirst()?.hexValue ?? 0)
        }
        return code
    }

    private static func append(_ point: UInt32, to result: inout [UInt8]) {
        let scalar = Unicode.Scalar(point) ?? "\u{FFFD}"
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}

extension Document {
    /// What a string literal stands for: escapes decoded, a block string's indentation removed. Any other value gives
    /// its text as written.
    public func stringValue(of value: Value) -> String {
        guard case .string(let isBlock) = value.kind else { return text(of: value.range) }
        return stringValue(of: StringValue(range: value.range, isBlock: isBlock))
    }

    /// What a description says.
    public func stringValue(of literal: StringValue) -> String {
        let indices = literal.range.indices
        guard indices.upperBound <= source.bytes.count else { return "" }
        let bytes = source.bytes[indices]
        if !literal.isBlock, !bytes.contains(0x5C) {
            return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
        }
        return String(decoding: StringLiteral.decode(bytes, isBlock: literal.isBlock), as: UTF8.self)
    }
}
