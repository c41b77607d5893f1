import JSON

extension FieldCompletion {
    /// The fetches of a run, and which of them are due.
    struct Schedule {
        /// Holes to hand out, in order; those before `head` are handed out.
        var queue: [Int32] = []
        var head = 0
        /// Queued or with the host.
        var pending = 0
        /// How many holes the root has; those from `nextRoot` on wait for their turn in a mutation.
        var rootCount = 0
        var nextRoot = 0
    }

    var isComplete: Bool { schedule.pending == 0 && schedule.nextRoot >= schedule.rootCount }

    /// Leaves room for the result of the current field, which is a fetch.
    mutating func leaveHole(parent: (any Sendable)?) {
        currentArguments = .none
        guard coerceCurrentArguments() else { return }
        let hole = Hole(
            state: .waiting,
            field: field,
            parent: currentHole,
            enclosure: enclosure,
            path: path,
            arguments: currentArguments,
            parentToken: parent
        )
        output.leaveHole(Int32(truncatingIfNeeded: holes.count))
        holes.append(hole)
        state = .done
    }

    mutating func nextFetch() -> Fetch? {
        while schedule.head < schedule.queue.count {
            let index = schedule.queue[schedule.head]
            schedule.head += 1
            guard case .queued = holes[Int(index)].state else { continue }
            holes[Int(index)].state = .fetching
            return fetch(index)
        }
        schedule.queue.removeAll(keepingCapacity: true)
        schedule.head = 0
        return nil
    }

    private func fetch(_ index: Int32) -> Fetch? {
        let hole = holes[Int(index)]
        guard case .fetch(let tag) = plan.tables.fields[Int(hole.field)].origin else { return nil }
        return Fetch(
            id: FetchID(index: index),
            tag: tag,
            arguments: hole.arguments,
            parent: hole.parentToken,
            selection: FieldSelection(plan: plan, schema: operation.schema, field: hole.field)
        )
    }

    /// Makes the holes from `first` on due.
    mutating func enqueue(from first: Int) {
        for index in first..<holes.count { enqueue(index) }
    }

    private mutating func enqueue(_ index: Int) {
        holes[index].state = .queued
        schedule.queue.append(Int32(truncatingIfNeeded: index))
        schedule.pending += 1
    }

    /// Makes the next field of a mutation due once everything of the ones before it is there.
    mutating func releaseNextRoot() {
        while schedule.pending == 0, schedule.nextRoot < schedule.rootCount {
            let index = schedule.nextRoot
            schedule.nextRoot += 1
            if case .waiting = holes[index].state { enqueue(index) }
        }
    }

    // MARK: Results

    mutating func resume(_ id: FetchID, _ body: (inout FieldCompletion) -> Void) {
        guard let begun = beginResult(id) else { return }
        body(&self)
        endResult(begun)
    }

    mutating func resume<Record: ResolvedRecord & ~Copyable & ~Escapable>(
        _ id: FetchID,
        record: borrowing Record
    ) {
        guard let begun = beginResult(id) else { return }
        completeRecord(record)
        endResult(begun)
    }

    mutating func resume(_ id: FetchID, json: Span<UInt8>) {
        guard let begun = beginResult(id) else { return }
        completeJSON(json)
        endResult(begun)
    }

    private struct Result {
        var hole: Int
        var firstPiece: Int
        var holes: Int
    }

    private mutating func beginResult(_ id: FetchID) -> Result? {
        let index = Int(id.index)
        guard holes.indices.contains(index), case .fetching = holes[index].state else { return nil }
        field = holes[index].field
        type = plan.tables.fields[Int(field)].type
        path = holes[index].path
        currentHole = id.index
        currentArguments = .none
        enclosure = -1
        state = .open
        return Result(hole: index, firstPiece: output.beginRun(), holes: holes.count)
    }

    private mutating func endResult(_ result: Result) {
        if state == .open { completeNull() }
        holes[result.hole].state = .resolved(result.firstPiece..<output.endRun())
        schedule.pending -= 1
        enqueue(from: result.holes)
        if state == .nulled { propagateNull(from: result.hole) }
        releaseNextRoot()
    }

    // MARK: Null from a fetch

    /// The result of a fetch is null where it may not be: the innermost nullable value around it becomes null.
    private mutating func propagateNull(from hole: Int) {
        var hole = hole
        while true {
            let enclosing = Int(holes[hole].enclosure)
            if enclosing >= 0 {
                let enclosure = enclosures[enclosing]
                cancel(enclosure.start.piece..<enclosure.end.piece)
                output.cut(from: enclosure.start, to: enclosure.end)
                return
            }
            guard holes[hole].parent >= 0 else {
                cancel(rootRun)
                output.cut(run: rootRun)
                return
            }
            hole = Int(holes[hole].parent)
        }
    }

    /// Gives up all fetches within some pieces.
    private mutating func cancel(_ run: Range<Int>) {
        var runs = [run]
        while let run = runs.popLast() {
            for piece in run {
                let index = Int(output.pieces[piece].hole)
                guard index >= 0 else { continue }
                switch holes[index].state {
                case .queued, .fetching: schedule.pending -= 1
                case .resolved(let inner): runs.append(inner)
                case .waiting, .cancelled: break
                }
                holes[index].state = .cancelled
            }
        }
    }
}
