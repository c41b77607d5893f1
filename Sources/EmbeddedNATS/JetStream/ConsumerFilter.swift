/// Which subjects a consumer wants.
struct ConsumerFilter: Sendable, Equatable {
    private enum Kind: Sendable, Equatable {
        case everything
        case literal(ExactString)
        case filters([String])
    }
    private let kind: Kind

    init(_ filters: [String]) {
        if filters.isEmpty || filters.contains(">") {
            kind = .everything
        } else if filters.count == 1, !SubjectRules.hasWildcards(filters[0]) {
            kind = .literal(ExactString(filters[0]))
        } else {
            kind = .filters(filters)
        }
    }

    func matches(_ subject: ExactString) -> Bool {
        switch kind {
        case .everything: true
        case .literal(let wanted): wanted == subject
        case .filters(let filters): filters.contains { SubjectRules.matches(subject.text, filter: $0) }
        }
    }

    /// How many messages of `stream` are wanted, from `sequence` on.
    func count(in stream: Stream, from sequence: UInt64) -> Int {
        switch kind {
        case .everything: return stream.index.count(from: sequence)
        case .literal(let subject): return stream.subjects.sequences(of: subject)?.count(from: sequence) ?? 0
        case .filters(let filters):
            var count = 0
            for filter in filters {
                stream.subjects.forEach(matching: filter) { count += $1.count(from: sequence) }
            }
            return count
        }
    }

    /// The first wanted message from `sequence` on.
    func first(in stream: Stream, from sequence: UInt64) -> UInt64? {
        switch kind {
        case .everything: return stream.index.first(from: sequence)?.sequence
        case .literal(let subject): return stream.subjects.sequences(of: subject)?.first(from: sequence)
        case .filters(let filters):
            var found: UInt64?
            stream.index.forEach(from: sequence) { entry in
                let subject = stream.subjects.subject(entry.subject).text
                guard filters.contains(where: { SubjectRules.matches(subject, filter: $0) }) else { return true }
                found = entry.sequence
                return false
            }
            return found
        }
    }

    /// The newest message of each wanted subject, in stream order.
    func newest(in stream: Stream) -> [UInt64] {
        var newest: [UInt64] = []
        func add(_ filter: String?) {
            stream.subjects.forEach(matching: filter) { if let last = $1.last { newest.append(last) } }
        }
        switch kind {
        case .everything: add(nil)
        case .literal(let subject): add(subject.text)
        case .filters(let filters): for filter in filters { add(filter) }
        }
        newest.sort()
        return newest
    }
}
