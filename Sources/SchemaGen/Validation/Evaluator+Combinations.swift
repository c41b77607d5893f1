import JSON

extension Evaluator {
    mutating func checkCombination(
        _ json: Span<UInt8>,
        _ node: SchemaNode,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let rules = program.combinations[Int(node.combination)]
        var isValid = true
        if let reference = rules.reference {
            isValid = evaluate(json, reference, token, marks)
            if !isValid, isDone { return false }
        }
        if let reference = rules.dynamicReference {
            isValid = evaluate(json, dynamicTarget(rules, reference), token, marks) && isValid
            if !isValid, isDone { return false }
        }
        for part in rules.allOf {
            isValid = evaluate(json, part, token, marks) && isValid
            if !isValid, isDone { return false }
        }
        if !rules.anyOf.isEmpty {
            isValid = checkAnyOf(json, rules, token, marks) && isValid
            if !isValid, isDone { return false }
        }
        if !rules.oneOf.isEmpty {
            isValid = checkOneOf(json, rules, token, marks) && isValid
            if !isValid, isDone { return false }
        }
        if let not = rules.not, evaluateQuietly(json, not, token) {
            isValid = fail(json, token, "not", "a value that does not fit its \"not\"")
            if isDone { return false }
        }
        if let condition = rules.condition {
            isValid = checkCondition(json, rules, condition, token, marks) && isValid
        }
        return isValid
    }

    /// The outermost resource entered that bears the anchor decides (2020-12 core, section 8.2.3.2).
    private func dynamicTarget(_ rules: Combination, _ initial: NodeID) -> NodeID {
        guard let anchor = rules.dynamicAnchor else { return initial }
        for resource in scope {
            if let target = program.dynamicAnchors[Int(resource)][anchor] { return target }
        }
        return initial
    }

    private mutating func checkAnyOf(
        _ json: Span<UInt8>,
        _ rules: Combination,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        var fits = false
        for alternative in rules.anyOf {
            if evaluateAlternative(json, alternative, token, marks) {
                fits = true
                // Every alternative that fits says what is evaluated.
                if marks < 0 { break }
            }
        }
        return fits || explain(json, rules.anyOf, token, "anyOf", "at least one")
    }

    private mutating func checkOneOf(
        _ json: Span<UInt8>,
        _ rules: Combination,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        var fitting = 0
        for alternative in rules.oneOf where evaluateAlternative(json, alternative, token, marks) {
            fitting &+= 1
            if fitting > 1 { break }
        }
        if fitting == 1 { return true }
        if fitting == 0 { return explain(json, rules.oneOf, token, "oneOf", "exactly one") }
        return fail(json, token, "oneOf", "a value that fits exactly one of \(rules.oneOf.count) alternatives")
    }

    /// Applies an alternative without collecting issues; what it marks counts only if it fits.
    private mutating func evaluateAlternative(
        _ json: Span<UInt8>,
        _ id: NodeID,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let count = tape[token].count
        guard marks >= 0, count > 0 else { return evaluateQuietly(json, id, token) }
        let own = pushWords(for: count)
        defer { popWords(to: own) }
        guard evaluateQuietly(json, id, token, own) else { return false }
        mergeMarks(own, into: marks, count)
        return true
    }

    private mutating func checkCondition(
        _ json: Span<UInt8>,
        _ rules: Combination,
        _ condition: NodeID,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let branch = evaluateAlternative(json, condition, token, marks) ? rules.then : rules.otherwise
        guard let branch else { return true }
        return evaluate(json, branch, token, marks)
    }

    /// Reports that no alternative fits, and in detail why where only one can have been meant, because the others want
    /// another type or another constant.
    private mutating func explain(
        _ json: Span<UInt8>,
        _ alternatives: [NodeID],
        _ token: Int,
        _ keyword: String,
        _ howMany: String
    ) -> Bool {
        guard isCollecting else { return false }
        _ = fail(json, token, keyword, "a value that fits \(howMany) of \(alternatives.count) alternatives")
        var meant: NodeID?
        for alternative in alternatives where isPlausible(json, alternative, token, levels: 8) {
            if meant != nil { return false }
            meant = alternative
        }
        if let meant { _ = evaluate(json, meant, token) }
        return false
    }

    /// Whether type and constants of a node fit, without looking deeper.
    private mutating func isPlausible(_ json: Span<UInt8>, _ id: NodeID, _ token: Int, levels: Int) -> Bool {
        let node = program.nodes[Int(id)]
        if node.acceptance != .byKeywords { return node.acceptance == .everything }
        let value = tape[token]
        if !node.types.contains(TypeSet(value.kind)) {
            guard value.kind == .number, node.types.contains(.integer) else { return false }
        }
        if levels == 0 { return true }
        if node.allowedValues >= 0, !isAllowed(json, program.allowedValues[Int(node.allowedValues)], token) {
            return false
        }
        if node.combination >= 0 {
            let rules = program.combinations[Int(node.combination)]
            for part in rules.allOf + [rules.reference].compactMap({ $0 }) {
                guard isPlausible(json, part, token, levels: levels - 1) else { return false }
            }
        }
        guard value.kind == .object, node.object >= 0 else { return true }
        let rules = program.objects[Int(node.object)]
        var key = token &+ 1
        for _ in 0..<value.count {
            let property = rules.names.find(json, tape[key]).map { rules.properties[$0] } ?? -1
            if property >= 0 {
                let allowed = program.nodes[Int(property)].allowedValues
                if allowed >= 0, !isAllowed(json, program.allowedValues[Int(allowed)], key &+ 1) { return false }
            }
            key = tape[key &+ 1].next
        }
        return true
    }
}
