extension JSONWriter {
    /// Writes `null`.
    @inlinable
    public mutating func writeNull() { append("null") }

    /// Writes `true` or `false`.
    @inlinable
    public mutating func write(_ value: Bool) {
        if value { append("true") } else { append("false") }
    }

    /// Writes an integer in decimal digits.
    @inlinable
    public mutating func write(_ value: some FixedWidthInteger) {
        if let value = Int64(exactly: value) {
            if value < 0 { append(0x2D) }
            writeDigits(value.magnitude)
        } else if let value = UInt64(exactly: value) {
            writeDigits(value)
        } else {
            append(String(value).utf8)
        }
    }

    @usableFromInline
    mutating func writeDigits(_ value: UInt64) {
        if value < 10 { return append(UInt8(truncatingIfNeeded: value) &+ 0x30) }
        // No number of 64 bits has more than 20 digits.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            var rest = value
            while rest > 0 {
                start &-= 1
                digits.initializeElement(at: start, to: UInt8(truncatingIfNeeded: rest % 10) &+ 0x30)
                rest /= 10
            }
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Writes the shortest text that reads back as `value`, laid out as ECMAScript's Number::toString does: `1`, `0.1`,
    /// `1e+21`, `1e-7`; `null` for NaN and infinities, which JSON does not know; `0` for negative zero.
    public mutating func write(_ value: Double) {
        guard value.isFinite else { return writeNull() }
        if value == 0 { return append(0x30) }
        if value == value.rounded(.towardZero), let integer = Int64(exactly: value), integer.magnitude < 1 << 53 {
            return write(integer)
        }
        if value < 0 { append(0x2D) }
        let shortest = ShortestDigits(value.magnitude)
        let digits = shortest.digits
        let count = digits.count
        // The decimal point stands after `point` digits.
        let point = shortest.exponent + 1
        switch point {
        case 1...21 where point >= count:
            append(digits)
            bytes.append(contentsOf: repeatElement(0x30, count: point - count))
        case 1...21:
            append(digits[..<point])
            append(0x2E)
            append(digits[point...])
        case -5...0:
            append("0.")
            bytes.append(contentsOf: repeatElement(0x30, count: -point))
            append(digits)
        default:
            append(digits[..<1])
            if count > 1 {
                append(0x2E)
                append(digits[1...])
            }
            append(point > 0 ? "e+" : "e-")
            write(abs(point - 1))
        }
    }

    /// Writes a number with its own text.
    @inlinable
    public mutating func write(_ number: JSONNumber) { append(number.text.utf8) }

    /// The shortest decimal digits of a positive double, taken from the standard library's description.
    private struct ShortestDigits {
        var digits: [UInt8] = []
        /// The power of ten of the first digit.
        var exponent = 0

        init(_ value: Double) {
            var integerDigits = 0
            var leadingZeros = 0
            var afterPoint = false
            var text = value.description.utf8.makeIterator()
            while let byte = text.next(), byte != 0x65 {
                if byte == 0x2E {
                    afterPoint = true
                } else if !digits.isEmpty || byte != 0x30 {
                    digits.append(byte)
                    if !afterPoint { integerDigits += 1 }
                } else if afterPoint {
                    leadingZeros += 1
                }
            }
            while digits.last == 0x30 { digits.removeLast() }
            exponent = integerDigits > 0 ? integerDigits - 1 : -1 - leadingZeros
            var isNegative = false
            var written = 0
            while let byte = text.next() {
                if byte == 0x2D { isNegative = true }
                if byte &- 0x30 < 10 { written = written * 10 + Int(byte &- 0x30) }
            }
            exponent += isNegative ? -written : written
        }
    }
}
