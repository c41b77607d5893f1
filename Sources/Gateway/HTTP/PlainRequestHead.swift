/// The head of a request in the plain form that nearly every client sends, read straight from the bytes.
///
/// Whatever is plain, NIO's parser reads in the same way. All the rest is left to it, the doubtful included: methods
/// other than GET and POST, chunked bodies, upgrades, expectations, several lengths, folded lines, bytes above ASCII.
/// So nothing is refused here, and nothing that could be read in two ways is taken.
struct PlainRequestHead: Equatable {
    /// One field, by its place in the bytes.
    struct Field: Equatable {
        var nameStart: Int32
        var nameEnd: Int32
        var valueStart: Int32
        var valueEnd: Int32

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        /// Without the spaces around it; none are left within the range at either end.
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// Else it is GET.
    var isPost: Bool
    var target: Range<Int>
    /// `nil` where the field is not there.
    var contentLength: Int?
    /// Where its number stands.
    var lengthDigits = 0..<0
    var host = 0..<0
    /// Connection: close.
    var asksClose = false
    /// With the empty line at the end.
    var length = 0

    enum Scan: Equatable {
        /// Plain as far as it goes.
        case incomplete
        case unusual
        case head(PlainRequestHead)
    }

    /// More fields than any client sends for itself.
    static let maximumFields = 64

    /// Reads the head at the start of `bytes`.
    /// - Parameters:
    ///   - limit: A head with more bytes is unusual.
    ///   - fields: Receives the fields but for Host, Content-Length and Connection.
    static func scan(_ bytes: Span<UInt8>, limit: Int, fields: inout [Field]) -> Scan {
        fields.removeAll(keepingCapacity: true)
        var scanner = PlainHeadScanner(end: min(bytes.count, limit, Int(Int32.max)))
        guard var head = scanner.requestLine(bytes) else { return scanner.outcome(bytes, limit) }
        while scanner.position < scanner.end {
            if bytes[scanner.position] == 0x0D {
                guard scanner.skip("\r\n", bytes) else { return scanner.outcome(bytes, limit) }
                head.length = scanner.position
                return head.isComplete ? .head(head) : .unusual
            }
            guard let field = scanner.field(bytes) else { return scanner.outcome(bytes, limit) }
            guard fields.count < maximumFields else { return .unusual }
            switch head.note(field, bytes) {
            case .framing: break
            case .other: fields.append(field)
            case .unusual: return .unusual
            }
        }
        return scanner.outcome(bytes, limit)
    }

    /// A body has one length, and HTTP/1.1 has one host.
    private var isComplete: Bool { !host.isEmpty && (contentLength != nil) == isPost }

    private enum Kind { case framing, other, unusual }

    /// Fields that say where the request ends, and what becomes of the connection.
    private mutating func note(_ field: Field, _ bytes: Span<UInt8>) -> Kind {
        let name = field.name
        switch name.count {
        case 4 where Self.equals(bytes, name, "host"):
            guard host.isEmpty, !field.value.isEmpty else { return .unusual }
            host = field.value
            return .framing
        case 10 where Self.equals(bytes, name, "connection"):
            if Self.equals(bytes, field.value, "keep-alive") { return .framing }
            guard Self.equals(bytes, field.value, "close") else { return .unusual }
            asksClose = true
            return .framing
        case 14 where Self.equals(bytes, name, "content-length"):
            guard contentLength == nil, let length = Self.decimal(bytes, field.value) else { return .unusual }
            contentLength = length
            lengthDigits = field.value
            return .framing
        case 6 where Self.equals(bytes, name, "expect"), 7 where Self.equals(bytes, name, "upgrade"),
            16 where Self.equals(bytes, name, "proxy-connection"),
            17 where Self.equals(bytes, name, "transfer-encoding"):
            return .unusual
        default: return .other
        }
    }

    /// Whether the bytes are these in any letter case; `small` has no capitals.
    static func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ small: StaticString) -> Bool {
        guard range.count == small.utf8CodeUnitCount else { return false }
        var index = 0
        while index < range.count {
            let byte = bytes[range.lowerBound &+ index]
            let letter = byte &- 0x41 < 26 ? byte | 0x20 : byte
            guard letter == small.utf8Start[index] else { return false }
            index &+= 1
        }
        return true
    }

    /// Of a number in Content-Length.
    static let maximumDigits = 9

    /// One to nine digits.
    private static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard (1...maximumDigits).contains(range.count) else { return nil }
        var value = 0
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }
}

/// Goes over a head byte by byte. Where a function returns nothing, `outcome` says why.
private struct PlainHeadScanner {
    var position = 0
    let end: Int
    /// A byte was met that no plain head has there.
    private var isUnusual = false

    init(end: Int) { self.end = end }

    /// After nothing was found: the bytes ended, or what they hold is not plain.
    func outcome(_ bytes: Span<UInt8>, _ limit: Int) -> PlainRequestHead.Scan {
        isUnusual || bytes.count > limit ? .unusual : .incomplete
    }

    mutating func requestLine(_ bytes: Span<UInt8>) -> PlainRequestHead? {
        guard end > 0 else { return nil }
        let isPost = bytes[0] == 0x50
        guard skip(isPost ? "POST /" : "GET /", bytes) else { return nil }
        let start = position - 1
        while position < end, Self.targetBytes.contains(bytes[position]) { position &+= 1 }
        let target = start..<position
        guard skip(" HTTP/1.1\r\n", bytes) else { return nil }
        return PlainRequestHead(isPost: isPost, target: target)
    }

    /// One line with its end.
    mutating func field(_ bytes: Span<UInt8>) -> PlainRequestHead.Field? {
        let nameStart = position
        while position < end, Self.nameBytes.contains(bytes[position]) { position &+= 1 }
        let nameEnd = position
        if nameStart == nameEnd { isUnusual = true }
        guard !isUnusual, skip(":", bytes) else { return nil }
        while position < end, bytes[position] == 0x20 { position &+= 1 }
        let valueStart = position
        while position < end, bytes[position] &- 0x20 < 0x5F { position &+= 1 }
        let valueEnd = position
        guard skip("\r\n", bytes) else { return nil }
        if valueEnd > valueStart, bytes[valueEnd &- 1] == 0x20 {
            isUnusual = true
            return nil
        }
        return PlainRequestHead.Field(
            nameStart: Int32(truncatingIfNeeded: nameStart),
            nameEnd: Int32(truncatingIfNeeded: nameEnd),
            valueStart: Int32(truncatingIfNeeded: valueStart),
            valueEnd: Int32(truncatingIfNeeded: valueEnd)
        )
    }

    /// Goes over exactly these bytes.
    mutating func skip(_ text: StaticString, _ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while index < text.utf8CodeUnitCount {
            guard position < end else { return false }
            guard bytes[position] == text.utf8Start[index] else {
                isUnusual = true
                return false
            }
            position &+= 1
            index &+= 1
        }
        return true
    }

    /// Letters, digits and `/-._~?=&%+,`.
    private static var targetBytes: ASCIISet { ASCIISet(low: 0xA3FF_F860_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }
    /// Letters, digits, `-` and `_`.
    private static var nameBytes: ASCIISet { ASCIISet(low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE) }
}

/// A set of ASCII characters: one bit for each.
private struct ASCIISet {
    let low: UInt64
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) & (1 << UInt64(byte & 63)) != 0
    }
}
