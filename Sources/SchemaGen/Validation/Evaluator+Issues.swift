import JSON

extension Evaluator {
    /// Notes an issue where issues are collected; always `false`.
    @inline(never)
    mutating func fail(
        _ json: Span<UInt8>,
        _ token: Int,
        _ keyword: @autoclosure () -> String,
        _ expected: @autoclosure () -> String,
        found: @autoclosure () -> String? = nil
    ) -> Bool {
        if isCollecting, issues.count < program.options.maximumIssues {
            let found = found() ?? describe(json, token)
            let issue = ValidationIssue(
                pointer: pointer(json),
                keyword: keyword(),
                found: found,
                expected: expected()
            )
            issues.append(issue)
        }
        return false
    }

    /// The place of the value at hand.
    private func pointer(_ json: Span<UInt8>) -> JSONPointer {
        JSONPointer(tokens: path.map { $0 >= 0 ? name(json, $0) : String(-1 - $0) })
    }

    /// The text of a string token.
    func name(_ json: Span<UInt8>, _ token: Int) -> String {
        let token = tape[token]
        let raw = JSONRawString(range: token.content, hasEscapes: token.hasEscapes)
        return (try? JSONScanner.decode(json, raw)) ?? ""
    }

    /// Type and size of a value, never what it holds.
    private func describe(_ json: Span<UInt8>, _ token: Int) -> String {
        let value = tape[token]
        func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        switch value.kind {
        case .null: return "null"
        case .boolean: return "a boolean"
        case .number: return isInteger(json, value) ? "an integer" : "a number with a fraction"
        case .string: return "a string of \(counted(length(json, value), "character"))"
        case .array: return "an array of \(counted(value.count, "element"))"
        case .object: return "an object of \(counted(value.count, "member"))"
        }
    }
}
