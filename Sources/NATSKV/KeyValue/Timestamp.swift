#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A moment in UTC with nanoseconds, as JetStream stamps messages.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var seconds: Int64
    /// 0 to 999,999,999.
    public var nanoseconds: Int32

    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The system's time.
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
    }

    /// A moment later, or earlier for a negative number.
    func adding(nanoseconds amount: Int64) -> Timestamp {
        let total = Int64(nanoseconds) + amount % 1_000_000_000
        let carry: Int64 = total < 0 ? -1 : total >= 1_000_000_000 ? 1 : 0
        return Timestamp(
            seconds: seconds + amount / 1_000_000_000 + carry,
            nanoseconds: Int32(total - carry * 1_000_000_000)
        )
    }

    /// Nanoseconds since 1970, as the reply subject of a delivered message has them.
    init(nanosecondsSince1970 total: UInt64) {
        seconds = Int64(total / 1_000_000_000)
        nanoseconds = Int32(total % 1_000_000_000)
    }

    /// Reads RFC 3339 with up to nine decimals and `Z` or an offset; `nil` for anything else.
    package init?(rfc3339 text: String) {
        var text = text
        let parsed = text.withUTF8 { Timestamp(rfc3339: $0.span, 0..<$0.count) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// As above, from the bytes at `range`.
    init?(rfc3339 bytes: Span<UInt8>, _ range: Range<Int>) {
        var reader = DigitReader(bytes: range)
        guard let year = reader.number(bytes, 4), reader.skip(bytes, 0x2D), let month = reader.number(bytes, 2),
            reader.skip(bytes, 0x2D), let day = reader.number(bytes, 2), reader.skip(bytes, 0x54, or: 0x74),
            let hour = reader.number(bytes, 2), reader.skip(bytes, 0x3A), let minute = reader.number(bytes, 2),
            reader.skip(bytes, 0x3A), let second = reader.number(bytes, 2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        nanoseconds = 0
        if reader.skip(bytes, 0x2E) {
            guard let fraction = reader.fraction(bytes) else { return nil }
            nanoseconds = fraction
        }
        guard let offset = reader.offset(bytes), reader.isAtEnd else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
    }

    /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        // Years are counted from March, so that the leap day is the last one.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Reads the fixed parts of a date from bytes.
private struct DigitReader {
    private var position: Int
    private let end: Int

    init(bytes range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    mutating func number(_ bytes: Span<UInt8>, _ digits: Int) -> Int? {
        guard end - position >= digits, end <= bytes.count else { return nil }
        var value = 0
        for _ in 0..<digits {
            let digit = bytes[position] &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
            position += 1
        }
        return value
    }

    mutating func skip(_ bytes: Span<UInt8>, _ byte: UInt8, or other: UInt8? = nil) -> Bool {
        guard position < end, end <= bytes.count, bytes[position] == byte || bytes[position] == other else {
            return false
        }
        position += 1
        return true
    }

    mutating func fraction(_ bytes: Span<UInt8>) -> Int32? {
        var value: Int32 = 0
        var digits = 0
        while position < end, bytes[position] &- 0x30 <= 9 {
            if digits < 9 { value = value * 10 + Int32(bytes[position] &- 0x30) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        while digits < 9 {
            value *= 10
            digits += 1
        }
        return value
    }

    /// Seconds east of UTC.
    mutating func offset(_ bytes: Span<UInt8>) -> Int? {
        if skip(bytes, 0x5A, or: 0x7A) { return 0 }
        let isWest = skip(bytes, 0x2D)
        guard isWest || skip(bytes, 0x2B), let hours = number(bytes, 2), skip(bytes, 0x3A),
            let minutes = number(bytes, 2)
        else { return nil }
        return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
}
