#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The Date field (RFC 9110, section 6.6.1), made once a second.
struct DateLine {
    private(set) var bytes: [UInt8] = []
    /// The field's value alone.
    private(set) var text = ""
    private var second = time_t.min

    /// - Returns: Whether another second has begun.
    @discardableResult
    mutating func update() -> Bool {
        let now = time(nil)
        guard now != second else { return false }
        second = now
        text = Self.text(now)
        bytes = Array("Date: \(text)\r\n".utf8)
        return true
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`. Seconds since 1970.
    static func text(_ time: time_t) -> String {
        var clock = time
        var parts = tm()
        gmtime_r(&clock, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[Int(parts.tm_wday) % 7]
        let month = months[Int(parts.tm_mon) % 12]
        let date = "\(two(parts.tm_mday)) \(month) \(Int(parts.tm_year) + 1900)"
        return "\(day), \(date) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
