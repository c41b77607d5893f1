/// Decimal numbers without floating point, so that `0.1s` is exactly 100 ms.
enum DecimalText {
    /// `text` (digits, at most one point with digits on both sides) times `factor`, rounded down.
    ///
    /// `nil` where the text is no such number or the product does not fit.
    static func scaled(_ text: Substring, by factor: Int64) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, let integer = digits(whole) else { return nil }
        let (product, overflow) = integer.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        guard parts.count == 2 else { return product }
        guard let fraction = fraction(parts[1], of: factor) else { return nil }
        let (sum, sumOverflow) = product.addingReportingOverflow(fraction)
        return sumOverflow ? nil : sum
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int64(text)
    }

    /// Nine digits are enough for nanoseconds; more are refused rather than dropped.
    private static func fraction(_ text: Substring, of factor: Int64) -> Int64? {
        guard text.utf8.count <= 9, let numerator = digits(text) else { return nil }
        var denominator: Int64 = 1
        for _ in text.utf8 { denominator *= 10 }
        let (high, low) = numerator.multipliedFullWidth(by: factor)
        guard high < denominator else { return nil }
        return denominator.dividingFullWidth((high, low)).quotient
    }
}
