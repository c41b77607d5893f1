/// The lines in which two texts differ, for a reader: `kvgraph schema --check` prints it.
public struct LineDifference: Sendable, CustomStringConvertible {
    /// How many lines are shown at most.
    public static var maximumLines: Int { 60 }
    /// Beyond so many differing lines only the first ones are compared.
    private static let comparedLines = 2_000

    private enum Line {
        case removed(Int, String)
        case added(Int, String)
    }

    private var lines: [Line] = []
    private var omitted = 0

    /// Nil where the texts are equal, byte for byte.
    ///
    /// - Parameters:
    ///   - old: what is there, such as the file on disk.
    ///   - new: what should be there.
    public init?(from old: [UInt8], to new: [UInt8]) {
        guard old != new else { return nil }
        var oldLines = Self.split(old)[...]
        var newLines = Self.split(new)[...]
        while let first = oldLines.first, first == newLines.first {
            oldLines.removeFirst()
            newLines.removeFirst()
        }
        while let last = oldLines.last, last == newLines.last {
            oldLines.removeLast()
            newLines.removeLast()
        }
        let oldPart = oldLines.prefix(Self.comparedLines)
        let newPart = newLines.prefix(Self.comparedLines)
        omitted = oldLines.count - oldPart.count + newLines.count - newPart.count
        var changes: [(position: Int, line: Line)] = []
        for change in newPart.difference(from: oldPart).sortedByPosition {
            switch change {
            case .remove(let offset, let text, _):
                changes.append((offset, .removed(oldPart.startIndex + offset + 1, text)))
            case .insert(let offset, let text, _):
                changes.append((offset, .added(newPart.startIndex + offset + 1, text)))
            }
        }
        omitted += max(0, changes.count - Self.maximumLines)
        lines = changes.prefix(Self.maximumLines).map(\.line)
    }

    /// A line each: `-12: what is there` and `+12: what should be there`, with the line's number in its text.
    public var description: String {
        var text = lines.map { line in
            switch line {
            case .removed(let number, let content): "-\(number): \(content)"
            case .added(let number, let content): "+\(number): \(content)"
            }
        }
        if text.isEmpty, omitted == 0 { text.append("the texts differ in their line breaks only") }
        if omitted > 0 { text.append("and \(omitted) lines more") }
        return text.joined(separator: "\n")
    }

    private static func split(_ text: [UInt8]) -> [String] {
        text.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension CollectionDifference {
    /// Removals and insertions side by side, in the order of the texts.
    fileprivate var sortedByPosition: [Change] {
        var result: [Change] = []
        var removals = self.removals[...]
        var insertions = self.insertions[...]
        var shift = 0
        while let next = removals.first ?? insertions.first {
            guard let removal = removals.first, let insertion = insertions.first else {
                result.append(next)
                if removals.isEmpty { insertions.removeFirst() } else { removals.removeFirst() }
                continue
            }
            // An offset of the old text corresponds to the same one of the new text, moved by what came before.
            if removal.offset + shift <= insertion.offset {
                result.append(removal)
                removals.removeFirst()
                shift -= 1
            } else {
                result.append(insertion)
                insertions.removeFirst()
                shift += 1
            }
        }
        return result
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
