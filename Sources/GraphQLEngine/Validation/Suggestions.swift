/// Finds the names that somebody who wrote a wrong one may have meant.
struct Suggestions {
    private static let maximumCount = 5
    private let options: [String]

    /// - Parameter options: The names that would have been right.
    init(among options: some Sequence<String>) {
        self.options = Array(options)
    }

    /// ` Did you mean "a", "b", or "c"?` with the options near to a name, nearest first; empty where there is none.
    func didYouMean(_ name: String) -> String {
        Self.didYouMean(near(name))
    }

    /// The options near to a name: nearest first, then in natural order.
    func near(_ name: String) -> [String] {
        var measure = EditDistance(to: name)
        let threshold = name.utf8.count * 2 / 5 + 1
        var found: [(option: String, distance: Int)] = []
        var seen: Set<String> = []
        for option in options {
            guard let distance = measure.distance(of: option, upTo: threshold), seen.insert(option).inserted else {
                continue
            }
            found.append((option, distance))
        }
        found.sort { left, right in
            left.distance == right.distance
                ? NaturalOrder.precedes(left.option, right.option)
                : left.distance < right.distance
        }
        return found.map(\.option)
    }

    /// The sentence for names that are to be proposed, at most five of them.
    ///
    /// - Parameter introduction: Goes before the first name, for example "to use an inline fragment on".
    static func didYouMean(_ names: [String], introduction: String? = nil) -> String {
        guard !names.isEmpty else { return "" }
        let quoted = names.prefix(maximumCount).map { "\"\($0)\"" }
        let start = " Did you mean " + (introduction.map { $0 + " " } ?? "")
        if quoted.count == 1 {
            return start + quoted[0] + "?"
        }
        if quoted.count == 2 {
            return start + quoted[0] + " or " + quoted[1] + "?"
        }
        return start + quoted.dropLast().joined(separator: ", ") + ", or " + quoted[quoted.count - 1] + "?"
    }
}

/// The Damerau-Levenshtein distance (optimal string alignment) of names to one name. A difference in case alone counts
/// as one edit.
private struct EditDistance {
    private let name: [UInt8]
    private let lowercased: [UInt8]
    private var rows: [[Int]]

    init(to name: String) {
        self.name = Array(name.utf8)
        lowercased = Array(name.lowercased().utf8)
        rows = []
    }

    /// The distance, or `nil` where it is above the threshold.
    mutating func distance(of option: String, upTo threshold: Int) -> Int? {
        if option.utf8.elementsEqual(name) {
            return 0
        }
        var longer = Array(option.lowercased().utf8)
        var shorter = lowercased
        if longer == shorter {
            return 1
        }
        if longer.count < shorter.count {
            swap(&longer, &shorter)
        }
        guard longer.count - shorter.count <= threshold else { return nil }
        rows = Array(repeating: Array(0...shorter.count), count: 3)
        for row in 1...longer.count {
            guard fill(row, longer, shorter) <= threshold else { return nil }
        }
        let distance = rows[longer.count % 3][shorter.count]
        return distance <= threshold ? distance : nil
    }

    /// Computes one row of the matrix and gives its smallest cell.
    private mutating func fill(_ row: Int, _ longer: [UInt8], _ shorter: [UInt8]) -> Int {
        let above = (row - 1) % 3
        let current = row % 3
        rows[current][0] = row
        var smallest = row
        for column in stride(from: 1, through: shorter.count, by: 1) {
            let isSame = longer[row - 1] == shorter[column - 1]
            var cell = min(
                rows[above][column] + 1,
                rows[current][column - 1] + 1,
                rows[above][column - 1] + (isSame ? 0 : 1)
            )
            if row > 1, column > 1, longer[row - 1] == shorter[column - 2], longer[row - 2] == shorter[column - 1] {
                cell = min(cell, rows[(row - 2) % 3][column - 2] + 1)
            }
            smallest = min(smallest, cell)
            rows[current][column] = cell
        }
        return smallest
    }
}
