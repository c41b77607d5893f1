/// A number with its text exactly as it was written: integers and decimals of any size survive.
///
/// Equality, hashing and order go by the exact numeric value: `1`, `1.0` and `1e0` are equal, and no digit is rounded.
/// Compare ``text`` to tell spellings apart.
public struct JSONNumber: Sendable {
    /// The text, in the grammar of RFC 8259 section 6.
    public let text: String

    /// A number from its text.
    public init(_ text: String) throws(JSONError) {
        let bytes = Array(text.utf8)
        var position = 0
        _ = try JSONScanner.scanNumber(bytes.span, &position)
        guard position == bytes.count else { throw JSONError(.trailingContent, in: bytes.span, at: position) }
        self.text = text
    }

    /// A number from a range that ``JSONScanner/scanNumber(_:_:)`` returned.
    public init(_ source: Span<UInt8>, _ range: Range<Int>) {
        text = source.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// An integer.
    public init(_ value: Int64) { text = String(value) }
    /// An integer.
    public init(_ value: UInt64) { text = String(value) }
    /// An integer.
    public init(_ value: Int) { text = String(value) }

    /// The shortest text that reads back as `value`, as JavaScript writes it; `nil` for NaN and infinities.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        var writer = JSONWriter()
        writer.write(value)
        text = String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The exact value in a normal form.
    public var decimal: JSONDecimal {
        var text = text
        return text.withUTF8 { JSONDecimal($0.span) }
    }

    /// Whether the value has no fraction: `1.0` and `1e3` count.
    public var isInteger: Bool { decimal.isInteger }

    /// The value, if it is an integer of this size; `1.0` is 1.
    public var int64: Int64? { Int64(text) ?? decimal.int64 }

    /// The value, if it is an integer of this size; `1.0` is 1.
    public var int32: Int32? { int64.flatMap { Int32(exactly: $0) } }

    /// The nearest double; infinite where the value is beyond all of them.
    public var double: Double { Double(text) ?? .nan }

    /// Whether the value is a whole multiple of `divisor`, exactly; `false` if that is zero.
    public func isMultiple(of divisor: JSONNumber) -> Bool { decimal.isMultiple(of: divisor.decimal) }
}

extension JSONNumber: Hashable, Comparable {
    public static func == (left: Self, right: Self) -> Bool {
        left.text == right.text || left.decimal == right.decimal
    }

    public static func < (left: Self, right: Self) -> Bool { left.decimal < right.decimal }

    public func hash(into hasher: inout Hasher) { decimal.hash(into: &hasher) }
}

extension JSONNumber: CustomStringConvertible {
    public var description: String { text }
}

extension JSONNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(integerLiteral value: Int64) { self.init(value) }

    /// A literal that is not finite becomes 0; write such numbers as text.
    public init(floatLiteral value: Double) { self = JSONNumber(value) ?? 0 }
}
