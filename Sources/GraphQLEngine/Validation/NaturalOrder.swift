/// The order in which people list names: runs of digits compare as numbers, everything else by code unit.
enum NaturalOrder {
    /// Whether `left` comes before `right`.
    static func precedes(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        var first = 0
        var second = 0
        while first < left.count, second < right.count {
            if left[first].isDigit, right[second].isDigit {
                let leftRun = digitRun(left, &first)
                let rightRun = digitRun(right, &second)
                if leftRun.count != rightRun.count {
                    return leftRun.count < rightRun.count
                }
                if let index = zip(leftRun, rightRun).firstIndex(where: !=) {
                    return leftRun[leftRun.startIndex + index] < rightRun[rightRun.startIndex + index]
                }
            } else if left[first] != right[second] {
                return left[first] < right[second]
            } else {
                first += 1
                second += 1
            }
        }
        return left.count - first < right.count - second
    }

    /// The digits from an index on, without leading zeros; moves the index past them.
    private static func digitRun(_ text: [UInt8], _ index: inout Int) -> ArraySlice<UInt8> {
        let start = index
        while index < text.count, text[index].isDigit {
            index += 1
        }
        return text[start..<index].drop { $0 == 0x30 }
    }
}

extension Sequence {
    /// The number of elements before the first one that fits.
    fileprivate func firstIndex<Left, Right>(
        where condition: (Left, Right) -> Bool
    ) -> Int? where Element == (Left, Right) {
        for (index, pair) in enumerated() where condition(pair.0, pair.1) {
            return index
        }
        return nil
    }
}
