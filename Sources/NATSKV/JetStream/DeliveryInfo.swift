/// What the reply subject of a delivered message says:
/// `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>`, in newer servers with
/// `<domain>.<account hash>` after `ACK` and perhaps a last token of chance.
struct DeliveryInfo {
    var streamSequence: UInt64
    var consumerSequence: UInt64
    var nanoseconds: UInt64
    var pending: UInt64

    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard range.upperBound <= bytes.count, range.count > 8 else { return nil }
        var dots = 0
        for index in range where bytes[index] == 0x2E { dots += 1 }
        // The numbers that count start with token 5 of the old form and 7 of the new one.
        let skipped: Int
        switch dots {
        case 8: skipped = 5
        case 10, 11: skipped = 7
        default: return nil
        }
        var position = range.lowerBound
        var token = 0
        var numbers: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        while token < skipped + 4 {
            var end = position
            while end < range.upperBound, bytes[end] != 0x2E { end += 1 }
            if token >= skipped {
                guard let number = Self.number(bytes, position..<end) else { return nil }
                switch token - skipped {
                case 0: numbers.0 = number
                case 1: numbers.1 = number
                case 2: numbers.2 = number
                default: numbers.3 = number
                }
            }
            position = min(end + 1, range.upperBound)
            token += 1
        }
        (streamSequence, consumerSequence, nanoseconds, pending) = numbers
    }

    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        guard !range.isEmpty, range.count <= 20 else { return nil }
        var value: UInt64 = 0
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }
}
