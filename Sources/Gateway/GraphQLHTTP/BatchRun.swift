/// The requests of one body, each executed on its own; the answer is the list of their responses in the same order.
final class BatchRun: HTTPWork {
    private var responses: [[UInt8]?]
    private var missing: Int
    private var runs: [GraphQLRun] = []
    private var isStarting = true
    private let answer: ([UInt8]) -> Void

    /// - Parameter answer: Called once with the JSON array, unless the batch is cancelled before.
    init(count: Int, answer: @escaping ([UInt8]) -> Void) {
        responses = Array(repeating: nil, count: count)
        missing = count
        self.answer = answer
    }

    func add(_ run: GraphQLRun) { runs.append(run) }

    /// A request of the batch is answered.
    func complete(_ index: Int, _ response: [UInt8]) {
        guard responses.indices.contains(index), responses[index] == nil else { return }
        responses[index] = response
        missing -= 1
        finishIfComplete()
    }

    /// Begins everything that was added.
    func advance() {
        for run in runs { run.advance() }
        isStarting = false
        finishIfComplete()
    }

    private func finishIfComplete() {
        guard missing == 0, !isStarting else { return }
        isStarting = true
        runs = []
        var body: [UInt8] = []
        body.reserveCapacity(responses.reduce(2) { $0 + ($1?.count ?? 0) + 1 })
        body.append(UInt8(ascii: "["))
        for (index, response) in responses.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += response ?? []
        }
        body.append(UInt8(ascii: "]"))
        answer(body)
    }

    // MARK: HTTPWork

    func cancelled() {
        for run in runs { run.cancelled() }
        runs = []
    }

    func deadlineReached() {}
    func serverStops() {}
    func writable() {}
}
