import Testing

/// Counts the checks of one corpus file and prints the line that names them.
struct CorpusReport {
    let file: String
    private var passed = 0
    private var failures: [String] = []
    private var exceptions: [String: Int] = [:]

    init(file: String) {
        self.file = file
    }

    /// - Parameter exception: the class of exceptions that the check belongs to, if it fails.
    mutating func check(_ isGood: Bool, _ id: @autoclosure () -> String, exception: String? = nil) {
        if isGood {
            passed += 1
        } else if let exception {
            exceptions[exception, default: 0] += 1
        } else {
            failures.append(id())
        }
    }

    func finish() {
        let excepted = exceptions.values.reduce(0, +)
        print("corpus \(file): \(passed) of \(passed + excepted + failures.count), \(excepted) excepted")
        for (name, count) in exceptions.sorted(by: { $0.key < $1.key }) { print("  excepted, \(name): \(count)") }
        for failure in failures { print("  failed: \(failure)") }
        #expect(failures.isEmpty)
        #expect(exceptions.count <= 5)
    }
}
