import JSON

/// What `kvgraph check` found.
package struct CheckReport: Sendable {
    enum Outcome: String, Sendable, Equatable {
        case passed = "ok"
        case warning
        case failed
    }

    /// One thing that was looked at.
    struct Step: Sendable, Equatable {
        enum Part: String, Sendable { case configuration, model, connection, bucket, values }

        var part: Part
        var namespace: String?
        var outcome: Outcome
        var detail: String
    }

    private(set) var steps: [Step] = []
    var scans: [ValueScan] = []

    package init() {}

    mutating func add(_ part: Step.Part, _ namespace: String? = nil, _ outcome: Outcome, _ detail: String) {
        steps.append(Step(part: part, namespace: namespace, outcome: outcome, detail: detail))
    }

    /// 0 where nothing failed, 2 where configuration or model cannot be used, otherwise 1.
    package var exitCode: Int32 {
        let failed = steps.filter { $0.outcome == .failed }
        if failed.contains(where: { $0.part == .configuration || $0.part == .model }) { return 2 }
        return failed.isEmpty ? 0 : 1
    }

    /// One line for programs.
    var json: [UInt8] {
        let value: JSONValue = [
            "ok": .bool(exitCode == 0), "steps": .array(steps.map(Self.json)), "values": .array(scans.map(Self.json)),
        ]
        return value.bytes()
    }

    private static func json(_ step: Step) -> JSONValue {
        var object: JSONObject = ["part": .string(step.part.rawValue)]
        if let namespace = step.namespace { object["namespace"] = .string(namespace) }
        object["outcome"] = .string(step.outcome.rawValue)
        object["detail"] = .string(step.detail)
        return .object(object)
    }

    private static func json(_ scan: ValueScan) -> JSONValue {
        let issues = scan.issues.sorted.map { group -> JSONValue in
            [
                "pointer": .string(group.place.pointer), "keyword": .string(group.place.keyword),
                "expected": .string(group.expected), "values": .number(JSONNumber(group.values)),
                "keys": .array(group.keys.map { .string($0) }),
            ]
        }
        return [
            "namespace": .string(scan.namespace), "bucket": .string(scan.bucket),
            "checked": .number(JSONNumber(scan.values)), "invalid": .number(JSONNumber(scan.invalid)),
            "issues": .array(issues), "issuesLeftOut": .number(JSONNumber(scan.issues.leftOut)),
        ]
    }

    /// Lines for a reader: a step each, then the issues of each namespace.
    func lines(width: Int) -> [String] {
        var table = TextTable(header: ["CHECK", "NAMESPACE", "OUTCOME", "DETAIL"])
        table.rows = steps.map {
            [$0.part.rawValue, $0.namespace ?? "-", $0.outcome.rawValue, ShownText.safe($0.detail)]
        }
        var lines = table.lines(width: width)
        // The table never wraps; what was cut and matters stands below it.
        let cut = zip(steps, lines.dropFirst()).filter { $0.outcome != .passed && $1.hasSuffix("…") }
        if !cut.isEmpty { lines.append("") }
        for (step, _) in cut {
            let name = step.namespace.map { " \($0)" } ?? ""
            lines.append("\(step.part.rawValue)\(name): \(step.outcome.rawValue): \(ShownText.safe(step.detail))")
        }
        for scan in scans where scan.invalid > 0 {
            lines += ["", "Values of \(scan.namespace) that do not fit the model, by JSON pointer:"]
            var table = TextTable(header: ["POINTER", "RULE", "VALUES", "EXPECTED", "KEYS"])
            table.rows = scan.issues.sorted.map {
                let pointer = $0.place.pointer.isEmpty ? "(the value)" : ShownText.safe($0.place.pointer)
                let keys =
                    $0.keys.map(ShownText.safe).joined(separator: ", ") + ($0.values > $0.keys.count ? ", …" : "")
                return [pointer, $0.place.keyword, String($0.values), ShownText.safe($0.expected), keys]
            }
            lines += table.lines(width: width)
            if scan.issues.leftOut > 0 { lines.append("and others, in \(scan.issues.leftOut) values") }
        }
        return lines
    }

    package func write(to output: CommandOutput) throws(CommandError) {
        guard case .table(let width) = output.form else { return try output.line(json) }
        for line in lines(width: width) { try output.line(line) }
    }
}
