/// Maps subjects that one filter stands for to others: the n-th wildcard of the source fills `$n`, `{{wildcard(n)}}`
/// or the n-th `*` of the destination; a last `>` takes the rest.
struct SubjectTransform: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case literal(String)
        /// A wildcard of the source, counted from 0.
        case wildcard(Int)
        case rest
    }
    let source: String
    private let parts: [Part]

    /// `nil` where a filter is not valid or the destination asks for a wildcard that the source has not.
    init?(source: String, destination: String) {
        guard SubjectRules.isValidFilter(source), SubjectRules.isValidFilter(destination) else { return nil }
        self.source = source
        let tokens = source.split(separator: ".", omittingEmptySubsequences: false)
        let stars = tokens.filter { $0 == "*" }.count
        var parts: [Part] = []
        var seen = 0
        for token in destination.split(separator: ".", omittingEmptySubsequences: false) {
            if token == ">" {
                guard tokens.last == ">" else { return nil }
                parts.append(.rest)
            } else if token == "*" {
                parts.append(.wildcard(seen))
                seen += 1
            } else if let number = Self.placeholder(token) {
                guard number >= 1, number <= stars else { return nil }
                parts.append(.wildcard(number - 1))
            } else {
                parts.append(.literal(String(token)))
            }
        }
        guard seen <= stars else { return nil }
        self.parts = parts
    }

    /// A filter for everything that the transform may produce.
    var widestDestination: String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .wildcard: "*"
            case .rest: ">"
            }
        }.joined(separator: ".")
    }

    /// The destination of `subject`; `nil` where the source does not stand for it.
    func apply(_ subject: String) -> String? {
        guard SubjectRules.matches(subject, filter: source) else { return nil }
        let found = subject.split(separator: ".", omittingEmptySubsequences: false)
        var wildcards: [Substring] = []
        var rest: ArraySlice<Substring> = []
        for (index, token) in source.split(separator: ".", omittingEmptySubsequences: false).enumerated() {
            if token == "*" { wildcards.append(found[index]) }
            if token == ">" { rest = found[index...] }
        }
        return parts.map { part in
            switch part {
            case .literal(let text): text
            case .wildcard(let index): index < wildcards.count ? String(wildcards[index]) : ""
            case .rest: rest.joined(separator: ".")
            }
        }.joined(separator: ".")
    }

    private static func placeholder(_ token: Substring) -> Int? {
        if token.first == "$" { return Int(token.dropFirst()) }
        guard token.hasPrefix("{{"), token.hasSuffix(")}}") else { return nil }
        let inner = token.dropFirst(2).dropLast(3).filter { $0 != " " }.lowercased()
        guard inner.hasPrefix("wildcard(") else { return nil }
        return Int(inner.dropFirst("wildcard(".count))
    }
}
