/// Finds the name that was probably meant.
enum Spelling {
    /// The first name that differs by at most one letter added, left out, changed or swapped with its neighbour (two
    /// in names of more than seven letters), capitals aside; nil where none does. Names of less than four letters are
    /// near to too many words to be meant.
    static func closest(to text: String, among names: [String]) -> String? {
        let bytes = Array(text.lowercased().utf8)
        guard bytes.count >= 4, bytes.count <= 64 else { return nil }
        var best: (name: String, distance: Int)?
        for name in names {
            let other = Array(name.lowercased().utf8)
            let limit = min(bytes.count, other.count) > 7 ? 2 : 1
            guard other.count >= 4, abs(bytes.count - other.count) <= limit else { continue }
            let distance = distance(bytes, other)
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (name, distance)
        }
        return best?.name
    }

    /// The optimal string alignment distance.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in stride(from: 1, through: right.count, by: 1) {
                let isSame = left[row - 1] == right[column - 1]
                var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
                let isSwap =
                    row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1]
                if isSwap { cost = min(cost, beforeLast[column - 2] + 1) }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
