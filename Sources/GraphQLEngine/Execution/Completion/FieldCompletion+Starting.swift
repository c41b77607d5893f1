import JSON

extension FieldCompletion {
    init(_ operation: PreparedOperation, variables: VariableValues) {
        self.operation = operation
        self.variables = variables
        self.output = ResponseOutput(reserving: 256)
        self.state = .done
        self.plan = operation.plans.plan(for: variables)
        self.type = TypeReference(operation.rootType)
        path.reserveCapacity(8)
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
}
