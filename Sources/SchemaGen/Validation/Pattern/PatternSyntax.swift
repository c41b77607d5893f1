/// Why a regular expression cannot be used.
struct PatternError: Error, Hashable {
    var found: String
    var expected: String
}

/// A regular expression as it was read. Greed and captures do not matter for whether a text matches, so groups and lazy
/// quantifiers leave no trace.
indirect enum PatternSyntax {
    enum Assertion: Int32 {
        case start, end, wordBoundary, noWordBoundary
    }

    case empty
    case set(CodePointSet)
    case sequence([PatternSyntax])
    case alternatives([PatternSyntax])
    case repetition(PatternSyntax, minimum: Int, maximum: Int?)
    case assertion(Assertion)
    case look(PatternSyntax, ahead: Bool, negated: Bool)
    /// What ECMA-262 allows and this matcher does not do; the text names it.
    case unsupported(String)
}

/// A set of code points: ranges, and Unicode properties that are looked up when a character is tested.
struct CodePointSet: Sendable {
    struct Property: Sendable, Hashable {
        var property: UnicodeProperty
        var isNegated: Bool
    }

    private(set) var ranges: [ClosedRange<UInt32>] = []
    private(set) var properties: [Property] = []
    var isNegated = false
    /// The members below 128, all rules applied, once ``prepare()`` was called.
    private(set) var low: (UInt64, UInt64) = (0, 0)

    init(_ ranges: [ClosedRange<UInt32>] = [], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    static let digits = CodePointSet([0x30...0x39])
    static let wordCharacters = CodePointSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// WhiteSpace and LineTerminator of ECMA-262.
    static let spaces = CodePointSet([
        0x9...0xD, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    static let lineTerminators = CodePointSet([0xA...0xA, 0xD...0xD, 0x2028...0x2029])

    mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

    mutating func insert(_ property: UnicodeProperty, isNegated: Bool) {
        properties.append(Property(property: property, isNegated: isNegated))
    }

    /// Adds another set, which may be negated if it consists of ranges only.
    mutating func formUnion(_ other: CodePointSet) {
        if !other.isNegated {
            ranges += other.ranges
            properties += other.properties
            return
        }
        var next: UInt32 = 0
        for range in other.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { ranges.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { ranges.append(next...0x10FFFF) }
    }

    /// Sorts and joins the ranges and fills the table of low members.
    mutating func prepare() {
        var joined: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound &+ 1 {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        ranges = joined
        for code in UInt32(0)..<64 {
            if containsSlowly(code) { low.0 |= 1 << UInt64(code) }
            if containsSlowly(code + 64) { low.1 |= 1 << UInt64(code) }
        }
    }

    @inline(__always)
    func contains(_ code: UInt32) -> Bool {
        if code < 64 { return low.0 &>> UInt64(code) & 1 == 1 }
        if code < 128 { return low.1 &>> UInt64(code &- 64) & 1 == 1 }
        return containsSlowly(code)
    }

    private func containsSlowly(_ code: UInt32) -> Bool {
        var first = 0
        var end = ranges.count
        while first < end {
            let middle = (first &+ end) / 2
            if ranges[middle].upperBound < code { first = middle &+ 1 } else { end = middle }
        }
        if first < ranges.count, ranges[first].lowerBound <= code { return !isNegated }
        for property in properties where property.property.contains(code) != property.isNegated { return !isNegated }
        return isNegated
    }
}
