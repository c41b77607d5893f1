import JSON

extension Evaluator {
    mutating func checkAllowedValues(_ json: Span<UInt8>, _ node: SchemaNode, _ token: Int) -> Bool {
        let allowed = program.allowedValues[Int(node.allowedValues)]
        if isAllowed(json, allowed, token) { return true }
        let count = allowed.values.count + allowed.strings.count
        let phrase =
            allowed.keyword == "const"
            ? "the constant of the schema" : count == 1 ? "the one value listed" : "one of the \(count) values listed"
        return fail(json, token, allowed.keyword, phrase)
    }

    func isAllowed(_ json: Span<UInt8>, _ allowed: AllowedValues, _ token: Int) -> Bool {
        let value = tape[token]
        if value.kind == .string { return allowed.strings.find(json, value) != nil }
        return allowed.values.contains { equals(json, token, $0) }
    }

    /// Whether the value at a token equals a value of the schema. Recursion follows the schema's value.
    private func equals(_ json: Span<UInt8>, _ token: Int, _ other: JSONValue) -> Bool {
        let value = tape[token]
        guard value.kind == other.kind else { return false }
        switch other {
        case .null: return true
        case .bool(let flag): return (json[value.content.lowerBound] == 0x74) == flag
        case .number(let number): return JSONDecimal(json.extracting(value.content)) == number.decimal
        case .string(let text): return equals(json, value, text)
        case .array(let elements):
            guard elements.count == value.count else { return false }
            var element = token &+ 1
            for other in elements {
                guard equals(json, element, other) else { return false }
                element = tape[element].next
            }
            return true
        case .object(let members):
            guard members.count == value.count else { return false }
            var key = token &+ 1
            for _ in 0..<members.count {
                guard let other = members[name(json, key)], equals(json, key &+ 1, other) else { return false }
                key = tape[key &+ 1].next
            }
            return true
        }
    }

    private func equals(_ json: Span<UInt8>, _ value: JSONTape.Entry, _ text: String) -> Bool {
        var text = text
        let raw = JSONRawString(range: value.content, hasEscapes: value.hasEscapes)
        return text.withUTF8 { JSONScanner.equals(json, raw, $0.span) }
    }

    /// Whether no two elements are equal; takes time in the order of the array's text.
    func hasUniqueElements(_ json: Span<UInt8>, _ token: Int) -> Bool {
        let count = tape[token].count
        var firstWithHash: [Int: [Int]] = [:]
        firstWithHash.reserveCapacity(count)
        var element = token &+ 1
        for _ in 0..<count {
            var hasher = Hasher()
            hash(json, element, &hasher)
            let hash = hasher.finalize()
            let others = firstWithHash[hash] ?? []
            for other in others where equals(json, other, element) { return false }
            firstWithHash[hash] = others + [element]
            element = tape[element].next
        }
        return true
    }

    /// Recursion is bounded by the depth of the tape.
    private func hash(_ json: Span<UInt8>, _ token: Int, _ hasher: inout Hasher) {
        let value = tape[token]
        hasher.combine(value.kind)
        switch value.kind {
        case .null: break
        case .boolean: hasher.combine(json[value.content.lowerBound])
        case .number: hasher.combine(JSONDecimal(json.extracting(value.content)))
        case .string:
            if value.hasEscapes {
                var text = name(json, token)
                text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            } else {
                json.extracting(value.content).withUnsafeBytes { hasher.combine(bytes: $0) }
            }
        case .array:
            var element = token &+ 1
            for _ in 0..<value.count {
                hash(json, element, &hasher)
                element = tape[element].next
            }
        case .object:
            // A sum does not depend on the order of the members.
            var sum = 0
            var key = token &+ 1
            for _ in 0..<value.count {
                var inner = Hasher()
                hash(json, key, &inner)
                hash(json, key &+ 1, &inner)
                sum = sum &+ inner.finalize()
                key = tape[key &+ 1].next
            }
            hasher.combine(sum)
        }
    }

    private func equals(_ json: Span<UInt8>, _ left: Int, _ right: Int) -> Bool {
        let first = tape[left]
        let second = tape[right]
        guard first.kind == second.kind, first.count == second.count else { return false }
        switch first.kind {
        case .null: return true
        case .boolean: return json[first.content.lowerBound] == json[second.content.lowerBound]
        case .number: return JSONDecimal(json.extracting(first.content)) == JSONDecimal(json.extracting(second.content))
        case .string: return equalTexts(json, left, right)
        case .array:
            var (one, other) = (left &+ 1, right &+ 1)
            for _ in 0..<first.count {
                guard equals(json, one, other) else { return false }
                one = tape[one].next
                other = tape[other].next
            }
            return true
        case .object: return equalMembers(json, left, right)
        }
    }

    private func equalTexts(_ json: Span<UInt8>, _ left: Int, _ right: Int) -> Bool {
        let first = tape[left]
        if first.hasEscapes { return equals(json, tape[right], name(json, left)) }
        let second = tape[right]
        let raw = JSONRawString(range: second.content, hasEscapes: second.hasEscapes)
        return JSONScanner.equals(json, raw, json.extracting(first.content))
    }

    private func equalMembers(_ json: Span<UInt8>, _ left: Int, _ right: Int) -> Bool {
        var values: [ExactText: Int] = [:]
        var key = right &+ 1
        for _ in 0..<tape[right].count {
            values[ExactText(name(json, key))] = key &+ 1
            key = tape[key &+ 1].next
        }
        key = left &+ 1
        for _ in 0..<tape[left].count {
            guard let other = values[ExactText(name(json, key))], equals(json, key &+ 1, other) else { return false }
            key = tape[key &+ 1].next
        }
        return true
    }
}
