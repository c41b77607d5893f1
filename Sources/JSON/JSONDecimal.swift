/// The exact value of a number's text in a normal form, so that comparing and hashing never round and never expand an
/// exponent.
///
/// The value is `±d.ddd… × 10^exponent`. Up to 19 significant digits need no allocation.
public struct JSONDecimal: Sendable, Hashable {
    /// Whether the value is below zero; never set for zero.
    public private(set) var isNegative = false
    /// The first 19 significant digits, aligned so that the first one counts 10^18; 0 only for zero.
    private(set) var lead: UInt64 = 0
    /// The significant digits after the 19th, without trailing zeros.
    private(set) var tail: [UInt8] = []
    /// How many significant digits there are, without leading and trailing zeros.
    private(set) var digitCount = 0
    /// The power of ten of the first digit; `Int.max` or `Int.min` where ``hugeExponent`` holds it.
    private(set) var exponent = 0
    /// The digits of an exponent beyond ±10^17, without leading zeros; usually empty.
    private(set) var hugeExponent: [UInt8] = []

    /// The value of a number's text, which must follow the grammar of RFC 8259 (``JSONScanner/scanNumber(_:_:)``).
    public init(_ text: Span<UInt8>) {
        var position = 0
        var negative = false
        if position < text.count, text[position] == 0x2D {
            negative = true
            position &+= 1
        }
        // The power of ten of the first significant digit, if there were no "e" part.
        var scale = readDigits(text, &position)
        guard digitCount > 0 else { return }
        isNegative = negative
        if position < text.count { readExponent(text, position, &scale) } else { exponent = scale }
    }

    /// An integer's value.
    public init(_ integer: Int64) {
        self.init(magnitude: integer.magnitude, isNegative: integer < 0)
    }

    init(magnitude: UInt64, isNegative: Bool) {
        guard magnitude > 0 else { return }
        self.isNegative = isNegative
        var value = magnitude
        exponent = 0
        if value >= 10_000_000_000_000_000_000 {
            let last = UInt8(value % 10)
            if last > 0 { tail = [last + 0x30] }
            value /= 10
            exponent = 1
        }
        exponent += 18
        while value < 1_000_000_000_000_000_000 {
            value *= 10
            exponent -= 1
        }
        lead = value
        digitCount = tail.isEmpty ? Self.significantDigits(of: lead) : 20
    }

    /// Whether the value is zero.
    public var isZero: Bool { lead == 0 }

    /// Whether the value has no fraction: 1.0 and 1e3 count.
    public var isInteger: Bool { isZero || exponent >= digitCount - 1 }

    /// The value as an integer, if it is one of this size.
    public var int64: Int64? {
        guard isInteger else { return nil }
        guard let magnitude else { return nil }
        if !isNegative { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }

    /// The absolute value, if it is an integer of at most 64 bits.
    var magnitude: UInt64? {
        guard isInteger else { return nil }
        if isZero { return 0 }
        if exponent <= 18 { return lead / Self.powersOfTen[18 - exponent] }
        guard exponent == 19, tail.count < 2 else { return nil }
        let (product, overflow) = lead.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64((tail.first ?? 0x30) &- 0x30))
        return overflow || carry ? nil : sum
    }

    static let powersOfTen: [UInt64] = {
        var powers: [UInt64] = [1]
        for _ in 0..<19 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    private static func significantDigits(of lead: UInt64) -> Int {
        var count = 19
        var value = lead
        while count > 1, value % 10 == 0 {
            value /= 10
            count -= 1
        }
        return count
    }
}

extension JSONDecimal {
    /// Reads the digits before an "e" and returns the power of ten of the first significant one.
    private mutating func readDigits(_ text: Span<UInt8>, _ position: inout Int) -> Int {
        var count = 0
        var integerDigits = 0
        var leadingFractionZeros = 0
        var afterPoint = false
        while position < text.count {
            let byte = text[position]
            if byte == 0x2E {
                afterPoint = true
            } else if byte &- 0x30 < 10 {
                if count > 0 || byte != 0x30 {
                    if count < 19 { lead = lead &* 10 &+ UInt64(byte &- 0x30) } else { tail.append(byte) }
                    count &+= 1
                    if !afterPoint { integerDigits &+= 1 }
                } else if afterPoint {
                    leadingFractionZeros &+= 1
                }
            } else {
                break
            }
            position &+= 1
        }
        guard lead > 0 else { return 0 }
        while tail.last == 0x30 { tail.removeLast() }
        if count < 19 { lead &*= Self.powersOfTen[19 - count] }
        digitCount = tail.isEmpty ? Self.significantDigits(of: lead) : 19 &+ tail.count
        return integerDigits > 0 ? integerDigits &- 1 : -1 &- leadingFractionZeros
    }

    /// Reads the "e" part and sets the exponent.
    private mutating func readExponent(_ text: Span<UInt8>, _ start: Int, _ scale: inout Int) {
        var position = start &+ 1
        var negative = false
        if position < text.count, text[position] == 0x2B || text[position] == 0x2D {
            negative = text[position] == 0x2D
            position &+= 1
        }
        while position < text.count, text[position] == 0x30 { position &+= 1 }
        let digits = text.count &- position
        if digits <= 17 {
            var value = 0
            while position < text.count {
                value = value &* 10 &+ Int(text[position] &- 0x30)
                position &+= 1
            }
            let sum = scale &+ (negative ? 0 &- value : value)
            // What fits in 17 digits keeps to this form, whatever the text's own split between digits and "e" part.
            if sum.magnitude < 100_000_000_000_000_000 {
                exponent = sum
                return
            }
        }
        position = text.count &- digits
        var bytes: [UInt8] = []
        while position < text.count {
            bytes.append(text[position] &- 0x30)
            position &+= 1
        }
        setHugeExponent(bytes, negative, scale)
    }

    /// Adds `scale` (which the text's length bounds) to an exponent given by its digits.
    private mutating func setHugeExponent(_ digits: [UInt8], _ negative: Bool, _ scale: Int) {
        var digits = digits
        // 18 digits leave room for one carry: |scale| is below 10^17.
        var carry = negative ? 0 &- scale : scale
        var index = digits.count
        while carry != 0 {
            if index == 0 {
                digits.insert(0, at: 0)
                index = 1
            }
            index &-= 1
            let sum = Int(digits[index]) &+ carry
            let digit = ((sum % 10) &+ 10) % 10
            digits[index] = UInt8(truncatingIfNeeded: digit)
            carry = (sum &- digit) / 10
            if index == 0, carry < 0 { break }
        }
        let first = digits.firstIndex { $0 != 0 } ?? digits.count
        digits.removeFirst(first)
        if digits.count <= 17 {
            var value = 0
            for digit in digits { value = value &* 10 &+ Int(digit) }
            exponent = negative ? 0 &- value : value
        } else {
            hugeExponent = digits
            exponent = negative ? Int.min : Int.max
        }
    }
}

extension JSONDecimal: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        if left.isZero || right.isZero || left.isNegative != right.isNegative { return left.sign < right.sign }
        return left.isNegative
            ? right.compareMagnitude(to: left) < 0
            : left.compareMagnitude(to: right) < 0
    }

    private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

    /// Negative, zero or positive as the absolute value of `self` is below, equal to or above that of `other`.
    private func compareMagnitude(to other: Self) -> Int {
        if exponent != other.exponent { return exponent < other.exponent ? -1 : 1 }
        if hugeExponent != other.hugeExponent {
            let isShorter =
                hugeExponent.count != other.hugeExponent.count
                ? hugeExponent.count < other.hugeExponent.count
                : hugeExponent.lexicographicallyPrecedes(other.hugeExponent)
            return isShorter == (exponent > 0) ? -1 : 1
        }
        if lead != other.lead { return lead < other.lead ? -1 : 1 }
        if tail == other.tail { return 0 }
        return tail.lexicographicallyPrecedes(other.tail) ? -1 : 1
    }
}
