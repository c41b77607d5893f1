/// A table of plain text that never wraps: where the terminal is too narrow, cells are cut.
struct TextTable {
    private static let gap = 2
    private static let narrowest = 8

    var header: [String]
    var rows: [[String]] = []

    /// Header and rows, none wider than `width`. The last column gives way first, then the widest one.
    func lines(width: Int) -> [String] {
        var widths = header.map(DisplayWidth.of)
        for row in rows {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], DisplayWidth.of(cell))
            }
        }
        Self.shrink(&widths, to: width)
        return ([header] + rows).map { Self.line($0, widths, width) }
    }

    static func line(_ cells: [String], _ widths: [Int], _ width: Int) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() where index < widths.count {
            let text = DisplayWidth.fit(cell, widths[index])
            let isLast = index == cells.count - 1
            line += isLast ? text : DisplayWidth.padded(text, widths[index] + gap)
        }
        while line.last == " " { line.removeLast() }
        return DisplayWidth.fit(line, width)
    }

    private static func shrink(_ widths: inout [Int], to width: Int) {
        guard let last = widths.indices.last else { return }
        var excess = widths.reduce(0, +) + gap * last - width
        func take(_ index: Int) {
            let cut = min(excess, max(0, widths[index] - narrowest))
            widths[index] -= cut
            excess -= cut
        }
        if excess > 0 { take(last) }
        for index in widths.indices.sorted(by: { widths[$0] > widths[$1] }) where excess > 0 { take(index) }
    }
}
