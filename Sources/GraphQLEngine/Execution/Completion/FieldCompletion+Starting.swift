import JSON

extension FieldCompletion {
    init(_ operation: PreparedOperation, _ variables: consuming VariableValues) {
        self.operation = operation
        plan = operation.plans.plan(for: variables)
        self.variables = variables
        type = TypeReference(operation.rootType)
        path.reserveCapacity(8)
    }

    /// Makes one that was cleared ready for another operation.
    mutating func begin(_ operation: PreparedOperation, _ variables: consuming VariableValues) {
        // Mostly it is the one that was run before; comparing is cheaper than counting references.
        if self.operation !== operation { self.operation = operation }
        plan = operation.plans.plan(for: variables)
        self.variables = variables
        type = TypeReference(operation.rootType)
    }

    /// The storage of the variables, for those of another request.
    mutating func takeVariables() -> VariableValues {
        var taken = VariableValues.none
        swap(&taken, &variables)
        return taken
    }

    /// Resolves the root fields, as far as they need no fetch.
    mutating func start<Root: ResolvedRecord & ~Copyable & ~Escapable>(_ root: borrowing Root) {
        let first = output.beginRun()
        state = .open
        completeFields(of: plan.tables.root, on: root)
        rootRun = first..<output.endRun()
        if operation.kind == .mutation {
            schedule.rootCount = holes.count
            schedule.next = holes.count
            releaseNextRoot()
        } else {
            makeDue(from: 0)
        }
    }

    // MARK: Using the memory again

    /// More than this of any one thing is not kept for other executions.
    private static var keptBytes: Int { 32_768 }
    private static var keptEntries: Int { 512 }

    /// Whether the memory may be kept for other executions: a large one would keep it for good.
    var isWorthKeeping: Bool {
        output.writer.bytes.capacity <= Self.keptBytes && output.pieces.capacity <= Self.keptEntries
            && tape.capacity <= Self.keptEntries && slots.capacity <= Self.keptEntries
            && holes.capacity <= Self.keptEntries && holePaths.capacity <= Self.keptEntries
            && variables.values.capacity <= Self.keptEntries && errors.capacity <= Self.keptEntries
            && enclosures.capacity <= Self.keptEntries
    }

    /// Forgets everything but the operation; the storage is kept.
    mutating func clear() {
        output.removeAll()
        variables.reset(count: variables.values.count)
        removeHoles(downTo: 0)
        if !errors.isEmpty { errors.removeAll(keepingCapacity: true) }
        omittedErrors = 0
        while !path.isEmpty { path.removeLast() }
        if !slots.isEmpty { slots.removeAll(keepingCapacity: true) }
        if !enclosures.isEmpty { enclosures.removeAll(keepingCapacity: true) }
        if currentArguments.count > 0 { currentArguments = .none }
        state = .done
        field = -1
        enclosure = -1
        currentHole = -1
        rootRun = 0..<0
        schedule = Schedule()
    }
}
