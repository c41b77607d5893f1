import JSON

extension Evaluator {
    mutating func checkObject(
        _ json: Span<UInt8>,
        _ node: SchemaNode,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let rules = program.objects[Int(node.object)]
        let count = tape[token].count
        var isValid = true
        if count < rules.minProperties {
            isValid = fail(json, token, "minProperties", "at least \(rules.minProperties) members")
        }
        if let limit = rules.maxProperties, count > limit {
            isValid = fail(json, token, "maxProperties", "at most \(limit) members")
        }
        guard rules.looksAtMembers, isValid || !isDone else { return isValid }
        let seen = pushWords(for: rules.names.count)
        defer { popWords(to: seen) }
        var key = token &+ 1
        var refused = Refused()
        var refusedNames = Refused()
        for index in 0..<count {
            if !checkMember(json, rules, key, index, seen, marks, &refused, &refusedNames) {
                isValid = false
                if isDone { return false }
            }
            key = tape[key &+ 1].next
        }
        if refused.count > 0 { isValid = fail(json, token, "additionalProperties", refused) }
        if refusedNames.count > 0 { isValid = fail(json, token, "propertyNames", refusedNames) }
        for name in rules.required where !hasBit(seen, name) {
            isValid = fail(json, token, "required", "a member \(Self.phrase(rules.names.name(name)))")
            if isDone { return false }
        }
        return checkDependencies(json, rules, token, seen, marks) && isValid
    }

    @inline(__always)
    private mutating func checkMember(
        _ json: Span<UInt8>,
        _ rules: ObjectRules,
        _ key: Int,
        _ index: Int,
        _ seen: Int,
        _ marks: Marks,
        _ refused: inout Refused,
        _ refusedNames: inout Refused
    ) -> Bool {
        var isValid = true
        var isAdditional = true
        let name = tape[key]
        if let known = rules.names.find(json, name) {
            setBit(seen, known)
            let property = rules.properties[known]
            if property >= 0 {
                isAdditional = false
                isValid = evaluateChild(json, property, key &+ 1, key)
            }
        }
        if !rules.patternProperties.isEmpty {
            for property in rules.patternProperties where matches(json, property.pattern, name) {
                isAdditional = false
                isValid = evaluateChild(json, property.node, key &+ 1, key) && isValid
            }
        }
        if isAdditional, let additional = rules.additionalProperties {
            isAdditional = false
            if refusesEverything(additional) {
                refused.add(key)
                isValid = false
            } else {
                isValid = evaluateChild(json, additional, key &+ 1, key) && isValid
            }
        }
        if marks >= 0, !isAdditional { setBit(marks, index) }
        if let names = rules.propertyNames, !evaluateQuietly(json, names, key) {
            refusedNames.add(key)
            isValid = false
        }
        return isValid
    }

    mutating func matches(_ json: Span<UInt8>, _ pattern: Pattern, _ name: JSONTape.Entry) -> Bool {
        if !name.hasEscapes { return pattern.matches(json.extracting(name.content), &patternScratch) }
        var bytes: [UInt8] = []
        let raw = JSONRawString(range: name.content, hasEscapes: true)
        guard (try? JSONScanner.appendUnescaped(json, raw, to: &bytes)) != nil else { return false }
        return pattern.matches(bytes.span, &patternScratch)
    }

    private mutating func checkDependencies(
        _ json: Span<UInt8>,
        _ rules: ObjectRules,
        _ token: Int,
        _ seen: Int,
        _ marks: Marks
    ) -> Bool {
        var isValid = true
        for dependency in rules.dependentNames where hasBit(seen, dependency.name) {
            for name in dependency.required where !hasBit(seen, name) {
                let names = rules.names
                let phrase =
                    "a member \(Self.phrase(names.name(name))) beside \(Self.phrase(names.name(dependency.name)))"
                isValid = fail(json, token, rules.dependencyKeyword, phrase)
            }
        }
        for dependency in rules.dependentSchemas where hasBit(seen, dependency.name) {
            if isDone && !isValid { return false }
            isValid = evaluate(json, dependency.node, token, marks) && isValid
        }
        return isValid
    }

    /// A name of the schema in quotes, cut where it is long.
    private static func phrase(_ name: String) -> String {
        JSONValue.string(name.unicodeScalars.count > 80 ? String(name.unicodeScalars.prefix(80)) + "…" : name)
            .description
    }

    /// Applies `unevaluatedProperties` or `unevaluatedItems` to what has not been marked, and marks it.
    mutating func evaluateUnevaluated(
        _ json: Span<UInt8>,
        _ node: SchemaNode,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let value = tape[token]
        let isObject = value.kind == .object
        let unevaluated: NodeID?
        if isObject {
            unevaluated = node.object >= 0 ? program.objects[Int(node.object)].unevaluatedProperties : nil
        } else {
            unevaluated = node.array >= 0 ? program.arrays[Int(node.array)].unevaluatedItems : nil
        }
        guard let unevaluated else { return true }
        var isValid = true
        var refused = Refused()
        var child = token &+ 1
        for index in 0..<value.count {
            let member = isObject ? child &+ 1 : child
            if !hasBit(marks, index) {
                setBit(marks, index)
                let step = isObject ? child : -1 &- index
                if refusesEverything(unevaluated) {
                    refused.add(step)
                    isValid = false
                } else {
                    isValid = evaluateChild(json, unevaluated, member, step) && isValid
                }
                if !isValid, isDone { return false }
            }
            child = tape[member].next
        }
        if refused.count > 0 {
            isValid = fail(json, token, isObject ? "unevaluatedProperties" : "unevaluatedItems", refused)
        }
        return isValid
    }
}

/// Members or elements that a schema has no place for: how many, and the path step of the first.
struct Refused {
    var count = 0
    var first = 0

    mutating func add(_ step: Int) {
        if count == 0 { first = step }
        count &+= 1
    }
}

extension Evaluator {
    /// Notes what a container should not hold.
    mutating func fail(_ json: Span<UInt8>, _ token: Int, _ keyword: String, _ refused: Refused) -> Bool {
        guard isCollecting else { return false }
        let more = refused.count > 1 ? " and \(refused.count - 1) more" : ""
        if refused.first < 0 {
            let found = "an element \(-1 - refused.first)\(more)"
            return fail(json, token, keyword, "no such element", found: found)
        }
        let found = "a member \(Self.phrase(name(json, refused.first)))\(more)"
        let expected =
            keyword == "propertyNames"
            ? "names that fit its \"propertyNames\"" : "no members but those that the schema names"
        return fail(json, token, keyword, expected, found: found)
    }
}
