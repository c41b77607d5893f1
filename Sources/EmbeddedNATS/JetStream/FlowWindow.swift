/// How much a push consumer may have on the way to its client before the client answers.
///
/// The window starts at 2 MiB and doubles with every answer up to 32 MiB. A question is asked when it is half full;
/// when it is full, delivery stops until the answer.
struct FlowWindow: Sendable, Equatable {
    private static let largest = 32 << 20
    private static let smallest = 2 << 20

    private var size = Self.smallest
    private var onTheWay = 0
    /// How much of `onTheWay` the open question is about.
    private var askedAbout = 0
    /// The subject that the client is to answer on.
    private(set) var question: ExactString?

    var isFull: Bool { onTheWay > size }
    /// Whether it is time for a question.
    var asksNow: Bool { question == nil && onTheWay > size / 2 }

    mutating func sent(_ bytes: Int) {
        onTheWay += bytes
        if question != nil, onTheWay - askedAbout >= size { askedAbout += bytes }
    }

    mutating func asked(on subject: ExactString) {
        question = subject
        askedAbout = onTheWay
    }

    /// Returns whether it was the answer to the open question.
    mutating func answered(on subject: ExactString) -> Bool {
        guard question == subject else { return false }
        size = min(size * 2, Self.largest)
        onTheWay = max(0, onTheWay - askedAbout)
        askedAbout = 0
        question = nil
        return true
    }

    mutating func reset() { self = FlowWindow() }
}
