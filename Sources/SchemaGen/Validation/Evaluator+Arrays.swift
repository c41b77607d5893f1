import JSON

extension Evaluator {
    mutating func checkArray(
        _ json: Span<UInt8>,
        _ node: SchemaNode,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let rules = program.arrays[Int(node.array)]
        let count = tape[token].count
        var isValid = true
        if count < rules.minItems {
            isValid = fail(json, token, "minItems", "at least \(rules.minItems) elements")
        }
        if let limit = rules.maxItems, count > limit {
            isValid = fail(json, token, "maxItems", "at most \(limit) elements")
        }
        if !isValid && isDone { return false }
        isValid = checkElements(json, rules, token, marks) && isValid
        if !isValid && isDone { return false }
        if let contains = rules.contains {
            isValid = checkContains(json, rules, contains, token, marks) && isValid
            if !isValid && isDone { return false }
        }
        if rules.uniqueItems, count > 1, !hasUniqueElements(json, token) {
            isValid = fail(json, token, "uniqueItems", "elements that all differ")
        }
        return isValid
    }

    private mutating func checkElements(
        _ json: Span<UInt8>,
        _ rules: ArrayRules,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        if rules.prefix.isEmpty && rules.rest == nil { return true }
        var isValid = true
        var element = token &+ 1
        for index in 0..<tape[token].count {
            let isInPrefix = index < rules.prefix.count
            guard let node = isInPrefix ? rules.prefix[index] : rules.rest else { return isValid }
            if marks >= 0 { setBit(marks, index) }
            if !isInPrefix, refusesEverything(node) {
                let refused = Refused(count: tape[token].count &- index, first: -1 &- index)
                return fail(json, token, rules.restKeyword, refused)
            }
            isValid = evaluateChild(json, node, element, -1 &- index) && isValid
            if !isValid, isDone { return false }
            element = tape[element].next
        }
        return isValid
    }

    private mutating func checkContains(
        _ json: Span<UInt8>,
        _ rules: ArrayRules,
        _ contains: NodeID,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        var found = 0
        var element = token &+ 1
        for index in 0..<tape[token].count {
            if evaluateQuietly(json, contains, element) {
                found &+= 1
                if marks >= 0, rules.containsEvaluates { setBit(marks, index) }
            }
            element = tape[element].next
        }
        if found < rules.minContains {
            let keyword = rules.minContains == 1 ? "contains" : "minContains"
            return fail(json, token, keyword, "at least \(rules.minContains) elements that fit its \"contains\"")
        }
        if let limit = rules.maxContains, found > limit {
            return fail(json, token, "maxContains", "at most \(limit) elements that fit its \"contains\"")
        }
        return true
    }
}
