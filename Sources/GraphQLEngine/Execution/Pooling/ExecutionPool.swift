/// Memory of executions that are over, for the next ones to use: an execution that finds some allocates nothing for an
/// operation of usual size.
///
/// ```swift
/// let pool = ExecutionPool()  // one for each event loop
/// var execution = try Execution(operation, variables: variables.span, pool: pool)
/// ```
///
/// Belongs to one thread or event loop, as do the executions that were made with it.
public final class ExecutionPool {
    /// How many are kept at most.
    public let capacity: Int
    private var chain = Chain()

    /// How many there are.
    public var count: Int { chain.count }

    /// - Parameter capacity: How many executions' memory to keep, some kilobytes each; more than are under way at a time
    ///   is of no use.
    public init(capacity: Int = 64) {
        self.capacity = capacity
    }

    deinit { removeAll() }

    /// Lets go of all that is kept, and with it of the operations that were run last.
    public func removeAll() {
        // One by one, as a chain that is dropped whole is destroyed by recursion.
        while let box = take() { _ = consume box }
    }

    func take() -> Box<FieldCompletion>? { chain.take() }

    /// Keeps the memory of an execution, unless it is too much.
    func give(_ box: consuming Box<FieldCompletion>) {
        guard box.value.isWorthKeeping else { return }
        var box = box
        box.value.clear()
        chain.give(box, capacity)
    }

    /// What is kept, each with the next one in it.
    private struct Chain: ~Copyable {
        var count = 0
        private var first: Box<FieldCompletion>?

        mutating func take() -> Box<FieldCompletion>? {
            guard var box = first.take() else { return nil }
            first = box.value.nextFree.take()
            count -= 1
            return box
        }

        mutating func give(_ box: consuming Box<FieldCompletion>, _ capacity: Int) {
            guard count < capacity else { return }
            var box = box
            box.value.nextFree = first.take()
            first = consume box
            count += 1
        }
    }
}
