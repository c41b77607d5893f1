/// Durations as configuration writes them: a number and a unit, `250ms`, `5s`, `1.5m`, `2h`, `7d`; a bare `0` is none.
enum DurationText {
    static let expected = "a duration such as 250ms, 5s, 2m, 1h or 7d"

    /// `nil` for anything else, negative and overflowing values among it.
    static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let milliseconds = unit(text[number.endIndex...]) else { return nil }
        guard let value = DecimalText.scaled(number, by: milliseconds * 1_000_000) else { return nil }
        return .nanoseconds(value)
    }

    private static func unit(_ name: Substring) -> Int64? {
        switch name {
        case "ms": 1
        case "s": 1000
        case "m": 60_000
        case "h": 3_600_000
        case "d": 86_400_000
        default: nil
        }
    }

    /// The shortest of these forms that says the duration exactly; for messages and the banner.
    static func describe(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds != 0 else { return "\(seconds)s" }
        let milliseconds = attoseconds / 1_000_000_000_000_000
        return seconds == 0 ? "\(milliseconds)ms" : "\(seconds).\(String(milliseconds + 1000).dropFirst())s"
    }
}
