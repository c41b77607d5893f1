extension JSONDecimal {
    /// Whether the value is a whole multiple of `divisor`, exactly; `false` if the divisor is zero.
    ///
    /// Takes time in the order of the digits of the value times those of the divisor, whatever the exponents are.
    public func isMultiple(of divisor: Self) -> Bool {
        if divisor.isZero { return false }
        if isZero { return true }
        // value / divisor = (a × 10^shift) / b, where a and b are the significant digits as integers.
        guard let shift = shift(over: divisor) else { return false }
        if divisor.digitCount <= 19 {
            let b = divisor.lead / Self.powersOfTen[19 - divisor.digitCount]
            return remainder(modulo: b, shift: shift) == 0
        }
        return isMultiple(ofDigits: divisor.digits, shift: min(shift, 4 * divisor.digitCount))
    }

    /// By how many powers of ten the last digit stands above that of `divisor`, at most 2^32; `nil` if it stands
    /// below: `a` ends in no zero, so it is then no multiple.
    private func shift(over divisor: Self) -> Int? {
        let limit = 1 << 32
        if hugeExponent.isEmpty && divisor.hugeExponent.isEmpty {
            let difference = (exponent &- digitCount) &- (divisor.exponent &- divisor.digitCount)
            return difference < 0 ? nil : min(difference, limit)
        }
        if exponent != divisor.exponent { return exponent > divisor.exponent ? limit : nil }
        // Both are beyond 10^17 in the same direction: subtract digit by digit, saturating.
        let count = max(hugeExponent.count, divisor.hugeExponent.count)
        var difference = 0
        for place in 0..<count {
            let own = place - (count - hugeExponent.count)
            let others = place - (count - divisor.hugeExponent.count)
            let digit = Int(own >= 0 ? hugeExponent[own] : 0) - Int(others >= 0 ? divisor.hugeExponent[others] : 0)
            difference = max(-(1 << 56), min(1 << 56, difference * 10 + digit))
        }
        if exponent < 0 { difference = -difference }
        difference = difference - digitCount + divisor.digitCount
        return difference < 0 ? nil : min(difference, limit)
    }

    /// `digits × 10^shift mod modulus`.
    private func remainder(modulo modulus: UInt64, shift: Int) -> UInt64 {
        let leadDigits = min(digitCount, 19)
        var remainder = (lead / Self.powersOfTen[19 - leadDigits]) % modulus
        for digit in tail {
            remainder = Self.multiply(remainder, 10, modulus)
            let (sum, overflow) = remainder.addingReportingOverflow(UInt64(digit &- 0x30))
            remainder = overflow ? sum &- modulus : sum % modulus
        }
        // 2 and 5 divide a 64-bit number at most 63 times: more powers of ten than 64 change nothing.
        var power = 10 % modulus
        var rest = min(shift, 64)
        while rest > 0 {
            if rest & 1 == 1 { remainder = Self.multiply(remainder, power, modulus) }
            power = Self.multiply(power, power, modulus)
            rest >>= 1
        }
        return remainder
    }

    private static func multiply(_ a: UInt64, _ b: UInt64, _ modulus: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b % modulus)
        return modulus.dividingFullWidth((product.high % modulus, product.low)).remainder
    }

    /// All significant digits, as numbers.
    private var digits: [UInt8] {
        var digits: [UInt8] = []
        var rest = lead
        for power in Self.powersOfTen[0..<19].reversed() {
            digits.append(UInt8(truncatingIfNeeded: rest / power))
            rest %= power
        }
        for digit in tail { digits.append(digit &- 0x30) }
        return Array(digits.prefix(digitCount))
    }

    /// Long division by a divisor of more than 19 digits.
    private func isMultiple(ofDigits divisor: [UInt8], shift: Int) -> Bool {
        var remainder: [UInt8] = [UInt8](repeating: 0, count: divisor.count + 1)
        let padded = [0] + divisor
        for digit in digits + [UInt8](repeating: 0, count: shift) {
            remainder.removeFirst()
            remainder.append(digit)
            while !remainder.lexicographicallyPrecedes(padded) { Self.subtract(padded, from: &remainder) }
        }
        return remainder.allSatisfy { $0 == 0 }
    }

    private static func subtract(_ other: [UInt8], from digits: inout [UInt8]) {
        var borrow: UInt8 = 0
        for index in digits.indices.reversed() {
            let taken = other[index] + borrow
            borrow = digits[index] < taken ? 1 : 0
            digits[index] = digits[index] &+ borrow &* 10 &- taken
        }
    }
}
