/// Times one operation: the median of several runs of at least 0.3 s each, after one run to warm up.
struct Measurement {
    let name: String
    /// Microseconds an operation.
    let median: Double

    private static let runs = 5
    private static let runLength = Duration.milliseconds(300)
    private static let batch = 50

    init(_ name: String, _ body: () throws -> Void) rethrows {
        self.name = name
        var times: [Double] = []
        for _ in 0...Self.runs {
            times.append(try Self.run(body))
        }
        times.removeFirst()
        median = times.sorted()[Self.runs / 2]
    }

    private static func run(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        var elapsed = Duration.zero
        repeat {
            for _ in 0..<batch {
                try body()
            }
            count += batch
            elapsed = clock.now - start
        } while elapsed < runLength
        return elapsed / .microseconds(1) / Double(count)
    }

    var line: String {
        let whole = Int(median)
        let hundredths = Int((median - Double(whole)) * 100)
        let value = "\(whole)." + (hundredths < 10 ? "0" : "") + "\(hundredths)"
        return name + String(repeating: " ", count: max(1, 40 - name.count)) + value + " us"
    }
}
