/// Sizes as configuration writes them: `16KiB`, `10MiB`, `1GiB`, `500kB`, `1MB`, or a bare number of bytes.
enum ByteSizeText {
    static let expected = "a size such as 16KiB, 10MiB, 1GB or a number of bytes"

    /// `nil` for anything else, negative and overflowing values among it.
    static func parse(_ text: String) -> Int? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let factor = unit(text[number.endIndex...]) else { return nil }
        if factor == 1, number.contains(".") { return nil }
        return DecimalText.scaled(number, by: factor).flatMap { Int(exactly: $0) }
    }

    private static func unit(_ name: Substring) -> Int64? {
        switch name {
        case "", "B": 1
        case "kB", "KB": 1000
        case "MB": 1_000_000
        case "GB": 1_000_000_000
        case "KiB": 1 << 10
        case "MiB": 1 << 20
        case "GiB": 1 << 30
        case "TiB": 1 << 40
        default: nil
        }
    }
}
