import JSON

extension Evaluator {
    func isInteger(_ json: Span<UInt8>, _ value: JSONTape.Entry) -> Bool {
        value.isPlainInteger || JSONDecimal(json.extracting(value.content)).isInteger
    }

    /// The value of a number written as an integer of at most 18 digits.
    @inline(__always)
    private func smallInteger(_ json: Span<UInt8>, _ value: JSONTape.Entry) -> Int64? {
        guard value.isPlainInteger, value.content.count < 19 else { return nil }
        var index = value.content.lowerBound
        let isNegative = json[index] == 0x2D
        if isNegative { index &+= 1 }
        var magnitude: Int64 = 0
        while index < value.content.upperBound {
            magnitude = magnitude &* 10 &+ Int64(json[index] &- 0x30)
            index &+= 1
        }
        return isNegative ? 0 &- magnitude : magnitude
    }

    mutating func checkNumber(_ json: Span<UInt8>, _ node: SchemaNode, _ token: Int) -> Bool {
        let rules = program.numbers[Int(node.number)]
        let value = tape[token]
        let small = smallInteger(json, value)
        let decimal = small == nil ? JSONDecimal(json.extracting(value.content)) : nil
        /// -1, 0 or 1 as the value is below, equal to or above a bound.
        func compare(_ bound: NumberRules.Bound) -> Int {
            if let small, let limit = bound.int64 { return small < limit ? -1 : small == limit ? 0 : 1 }
            let own = decimal ?? JSONDecimal(small ?? 0)
            return own < bound.decimal ? -1 : own == bound.decimal ? 0 : 1
        }
        var isValid = true
        if let bound = rules.minimum, compare(bound) < 0 {
            isValid = fail(json, token, "minimum", "at least \(bound.text)")
        }
        if let bound = rules.maximum, compare(bound) > 0 {
            isValid = fail(json, token, "maximum", "at most \(bound.text)")
        }
        if let bound = rules.exclusiveMinimum, compare(bound) <= 0 {
            isValid = fail(json, token, "exclusiveMinimum", "more than \(bound.text)")
        }
        if let bound = rules.exclusiveMaximum, compare(bound) >= 0 {
            isValid = fail(json, token, "exclusiveMaximum", "less than \(bound.text)")
        }
        if let divisor = rules.multipleOf {
            let isMultiple: Bool
            if let small, let divisor = divisor.int64 {
                isMultiple = small % divisor == 0
            } else {
                isMultiple = (decimal ?? JSONDecimal(small ?? 0)).isMultiple(of: divisor.decimal)
            }
            if !isMultiple { isValid = fail(json, token, "multipleOf", "a multiple of \(divisor.text)") }
        }
        return isValid
    }

    /// The length of a string in code points.
    func length(_ json: Span<UInt8>, _ value: JSONTape.Entry) -> Int {
        var count = 0
        var position = value.content.lowerBound
        let end = value.content.upperBound
        while position < end {
            let byte = json[position]
            if byte == 0x5C {
                guard (try? JSONScanner.decodeEscape(json, &position)) != nil else { return count }
                count &+= 1
            } else {
                if byte & 0xC0 != 0x80 { count &+= 1 }
                position &+= 1
            }
        }
        return count
    }

    mutating func checkString(_ json: Span<UInt8>, _ node: SchemaNode, _ token: Int) -> Bool {
        let rules = program.strings[Int(node.string)]
        let value = tape[token]
        var isValid = true
        if rules.minLength > 0 || rules.maxLength != nil {
            // Between a sixth of the bytes (escapes) and all of them: counting is needed only between the limits.
            let bytes = value.content.count
            let isSurelyLong = bytes / 6 >= rules.minLength && bytes <= rules.maxLength ?? .max
            let length = isSurelyLong ? bytes : length(json, value)
            if !isSurelyLong, length < rules.minLength {
                isValid = fail(json, token, "minLength", "at least \(rules.minLength) characters")
            }
            if !isSurelyLong, let limit = rules.maxLength, length > limit {
                isValid = fail(json, token, "maxLength", "at most \(limit) characters")
            }
        }
        guard rules.pattern != nil || rules.format != nil, isValid || !isDone else { return isValid }
        if value.hasEscapes {
            var unescaped = text
            unescaped.removeAll(keepingCapacity: true)
            let raw = JSONRawString(range: value.content, hasEscapes: true)
            guard (try? JSONScanner.appendUnescaped(json, raw, to: &unescaped)) != nil else { return false }
            isValid = checkText(json, rules, token, unescaped.span) && isValid
            text = unescaped
        } else {
            isValid = checkText(json, rules, token, json.extracting(value.content)) && isValid
        }
        return isValid
    }

    private mutating func checkText(
        _ json: Span<UInt8>,
        _ rules: StringRules,
        _ token: Int,
        _ text: Span<UInt8>
    ) -> Bool {
        var isValid = true
        if let pattern = rules.pattern, !pattern.matches(text, &patternScratch) {
            isValid = fail(json, token, "pattern", "a string that matches \(pattern.source)")
        }
        if let format = rules.format, !format.accepts(text) {
            isValid = fail(json, token, "format", "a string of the format \(format.name)")
        }
        return isValid
    }
}
