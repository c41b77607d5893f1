import JSON
import SchemaGen

/// What is wrong with many values, counted by place and rule.
struct IssueSummary: Sendable, Equatable {
    private static let groupLimit = 1000
    private static let keyLimit = 3

    struct Place: Sendable, Hashable {
        /// A JSON Pointer in which every index of an array is `*`.
        var pointer: String
        var keyword: String
    }

    struct Group: Sendable, Equatable {
        var place: Place
        var expected: String
        /// Values that have the issue, each once.
        var values = 0
        /// The first few of their keys.
        var keys: [String] = []
    }

    private var groups: [Place: Group] = [:]
    /// Values with issues that found no room in the groups.
    private(set) var leftOut = 0

    mutating func add(_ issues: [ValidationIssue], of key: String) {
        var seen: Set<Place> = []
        var isLeftOut = false
        for issue in issues {
            let place = Place(pointer: Self.pattern(issue.pointer), keyword: issue.keyword)
            guard seen.insert(place).inserted else { continue }
            guard groups[place] != nil || groups.count < Self.groupLimit else {
                isLeftOut = true
                continue
            }
            var group = groups[place] ?? Group(place: place, expected: issue.expected)
            group.values += 1
            if group.keys.count < Self.keyLimit { group.keys.append(key) }
            groups[place] = group
        }
        if isLeftOut { leftOut += 1 }
    }

    /// The most frequent first.
    var sorted: [Group] {
        groups.values.sorted {
            if $0.values != $1.values { return $0.values > $1.values }
            return ($0.place.pointer, $0.place.keyword) < ($1.place.pointer, $1.place.keyword)
        }
    }

    private static func pattern(_ pointer: JSONPointer) -> String {
        let tokens = pointer.tokens.map { token in
            !token.isEmpty && token.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "*" : token
        }
        return JSONPointer(tokens: tokens).description
    }
}
