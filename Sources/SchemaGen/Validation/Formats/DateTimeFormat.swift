/// RFC 3339 section 5.6.
enum DateTimeFormat {
    static func isDateTime(_ text: Span<UInt8>) -> Bool {
        guard text.count > 11, text[10] | 0x20 == 0x74 else { return false }
        return isDate(text.extracting(0..<10)) && isTime(text.extracting(11..<text.count))
    }

    static func isDate(_ text: Span<UInt8>) -> Bool {
        guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D, let high = number(text, 0), let low = number(text, 2),
            let month = number(text, 5), let day = number(text, 8)
        else { return false }
        let year = high * 100 + low
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: return 1...31 ~= day
        case 4, 6, 9, 11: return 1...30 ~= day
        case 2: return 1...(isLeap ? 29 : 28) ~= day
        default: return false
        }
    }

    /// A leap second may stand only where it is 23:59 in UTC.
    static func isTime(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 9, text[2] == 0x3A, text[5] == 0x3A, let hour = number(text, 0), hour < 24,
            let minute = number(text, 3), minute < 60, let second = number(text, 6), second <= 60
        else { return false }
        var index = 8
        if text[index] == 0x2E {
            index += 1
            let start = index
            while index < text.count, text[index].isDigit { index += 1 }
            guard index > start else { return false }
        }
        guard let offset = offset(text, index) else { return false }
        let minuteOfDay = hour * 60 + minute - offset
        return second < 60 || (minuteOfDay + 1440) % 1440 == 1439
    }

    /// The minutes from UTC that end a time; nil if something else stands there.
    private static func offset(_ text: Span<UInt8>, _ start: Int) -> Int? {
        guard start < text.count else { return nil }
        let sign = text[start]
        if sign | 0x20 == 0x7A { return start == text.count - 1 ? 0 : nil }
        guard sign == 0x2B || sign == 0x2D, text.count == start + 6, text[start + 3] == 0x3A,
            let hours = number(text, start + 1), hours < 24, let minutes = number(text, start + 4), minutes < 60
        else { return nil }
        return (sign == 0x2B ? 1 : -1) * (hours * 60 + minutes)
    }

    /// The value of two digits.
    private static func number(_ text: Span<UInt8>, _ index: Int) -> Int? {
        guard index + 1 < text.count, text[index].isDigit, text[index + 1].isDigit else { return nil }
        return Int(text[index] - 0x30) * 10 + Int(text[index + 1] - 0x30)
    }
}

/// RFC 3339 appendix A: units in order, none left out between two others, weeks alone.
enum DurationFormat {
    static func accepts(_ text: Span<UInt8>) -> Bool {
        guard text.count > 2, text[0] == 0x50 else { return false }
        var index = 1
        if text[1] != 0x54 {
            guard let unit = run(text, &index, units: [0x59, 0x4D, 0x44, 0x57]) else { return false }
            if unit == 0x57 { return index == text.count }
            if index == text.count { return true }
        }
        guard index < text.count, text[index] == 0x54 else { return false }
        index += 1
        return run(text, &index, units: [0x48, 0x4D, 0x53]) != nil && index == text.count
    }

    /// Reads numbers with consecutive units and returns the first unit; nil if there is none.
    private static func run(_ text: Span<UInt8>, _ index: inout Int, units: [UInt8]) -> UInt8? {
        var first: UInt8?
        var last = 0
        while index < text.count, text[index].isDigit {
            while index < text.count, text[index].isDigit { index += 1 }
            guard index < text.count, let place = units.firstIndex(of: text[index]) else { return nil }
            guard first == nil || place == last + 1, first == nil || text[index] != 0x57 else { return nil }
            first = first ?? text[index]
            last = place
            index += 1
        }
        return first
    }
}
