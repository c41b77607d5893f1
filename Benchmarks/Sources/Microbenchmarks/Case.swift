/// One operation that is timed or whose instructions are counted.
struct Case {
    enum Group: String {
        case engine, json, nats, projection
    }

    let group: Group
    let name: String
    let body: () throws -> Void

    init(_ group: Group, _ name: String, _ body: @escaping () throws -> Void) {
        self.group = group
        self.name = name
        self.body = body
    }
}

/// Why a case cannot go on: what it measures gave something else than it should.
struct WrongResult: Error {
    let found: String
}

/// Makes the optimiser believe that the value is needed.
@inline(never)
func use<T>(_ value: T) {}

/// Runs a case so often. callgrind is told to count within the function of this name.
@inline(never)
func countedRepetitions(_ count: Int, _ body: () throws -> Void) rethrows {
    for _ in 0..<count {
        try body()
    }
}
