/// The line that a terminal shows while something is counted.
package struct ProgressBar: Sendable {
    private static let barWidth = 24
    /// Redraws a second.
    private static let rate = 10

    private let width: Int
    private var next = ContinuousClock.now

    /// Clears the line.
    package static let erasure = "\r\u{1B}[K"

    package init(width: Int) { self.width = width }

    /// What to write now; `nil` where the last drawing is young enough.
    package mutating func update(_ name: String, _ done: Int, of total: Int) -> String? {
        // Reading the clock for each of many values would cost more than the values.
        guard done % 256 == 0 || done == total else { return nil }
        let now = ContinuousClock.now
        guard now >= next else { return nil }
        next = now + .seconds(1) / Self.rate
        return "\r" + Self.line(name, done, of: total, width: width - 1) + "\u{1B}[K"
    }

    static func line(_ name: String, _ done: Int, of total: Int, width: Int) -> String {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let filled = Int(share * Double(barWidth))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
        return DisplayWidth.fit("\(name) [\(bar)] \(Int(share * 100)) % of \(total)", width)
    }
}
