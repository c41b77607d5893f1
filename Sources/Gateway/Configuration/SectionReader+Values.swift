import Yams

/// Each reader leaves its target alone where the key is absent.
extension SectionReader {
    func read(_ key: String, into target: inout String) throws(ConfigurationError) {
        guard let node = node(key) else { return }
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            throw error(key, node, expected: "text")
        }
        target = scalar.string
    }

    func read(_ key: String, into target: inout Bool) throws(ConfigurationError) {
        guard let node = node(key) else { return }
        guard case .scalar(let scalar) = node, Self.isPlain(scalar) else {
            throw error(key, node, expected: "true or false")
        }
        switch scalar.string {
        case "true", "True", "TRUE": target = true
        case "false", "False", "FALSE": target = false
        default: throw error(key, node, expected: "true or false")
        }
    }

    func read(_ key: String, into target: inout Int, in range: ClosedRange<Int>) throws(ConfigurationError) {
        guard let node = node(key) else { return }
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard case .scalar(let scalar) = node, let value = Int(scalar.string), range.contains(value) else {
            throw error(key, node, expected: expected)
        }
        target = value
    }

    func readSize(_ key: String, into target: inout Int, in range: ClosedRange<Int>) throws(ConfigurationError) {
        guard let node = node(key) else { return }
        guard case .scalar(let scalar) = node, let value = ByteSizeText.parse(scalar.string) else {
            throw error(key, node, expected: ByteSizeText.expected)
        }
        guard range.contains(value) else {
            throw error(key, node, expected: "\(range.lowerBound) to \(range.upperBound) bytes")
        }
        target = value
    }

    func read(
        _ key: String,
        into target: inout Duration,
        in range: ClosedRange<Duration>
    ) throws(ConfigurationError) {
        guard let node = node(key) else { return }
        guard case .scalar(let scalar) = node, let value = DurationText.parse(scalar.string) else {
            throw error(key, node, expected: DurationText.expected)
        }
        guard range.contains(value) else {
            let bounds = [range.lowerBound, range.upperBound].map(DurationText.describe)
            throw error(key, node, expected: "a duration from \(bounds[0]) to \(bounds[1])")
        }
        target = value
    }

    func read<Choice>(_ key: String, into target: inout Choice) throws(ConfigurationError)
    where Choice: CaseIterable & RawRepresentable<String> {
        guard let node = node(key) else { return }
        let names = Choice.allCases.map(\.rawValue)
        guard case .scalar(let scalar) = node, let value = Choice(rawValue: scalar.string) else {
            var hint: String?
            if case .scalar(let scalar) = node {
                hint = NearMiss.suggestion(for: scalar.string, among: names).map { "did you mean \($0)?" }
            }
            throw error(key, node, expected: names.joined(separator: " or "), hint: hint)
        }
        target = value
    }
}
