import JSON

extension FieldCompletion {
    /// Which fetches of a run come next.
    struct Schedule {
        /// Due or with the host.
        var pending = 0
        /// The first hole that was not handed out, those of a mutation's root apart.
        var next = 0
        /// How many holes the root of a mutation has: they come one by one.
        var rootCount = 0
        /// The first of them that is not due yet.
        var nextRoot = 0
    }

    var isComplete: Bool { schedule.pending == 0 && schedule.nextRoot >= schedule.rootCount }

    /// Leaves room for the result of the current field, which is a fetch.
    mutating func leaveHole(parent: (any Sendable)?) {
        guard let arguments = coercedArguments() else { return }
        guard holes.count < operation.maximumFetches else {
            let message = "The operation needs more fetches than the limit of \(operation.maximumFetches)."
            return fail(FieldError(message, code: .queryTooComplex))
        }
        let pathStart = holePaths.count
        if currentHole >= 0 || path.count > 1 { holePaths.append(contentsOf: path) }
        let hole = Hole(
            state: .waiting,
            field: field,
            parent: currentHole,
            enclosure: enclosure,
            piece: output.leaveHole(Int32(truncatingIfNeeded: holes.count)),
            path: pathStart..<holePaths.count
        )
        holes.append(hole)
        fetchInputs.append(FetchInput(arguments: arguments, parent: parent))
        state = .done
    }

    /// Takes back the holes from `count` on.
    mutating func removeHoles(downTo count: Int) {
        while holes.count > count, let hole = holes.popLast() {
            while holePaths.count > hole.path.lowerBound { holePaths.removeLast() }
            fetchInputs.removeLast()
        }
    }

    mutating func nextFetch() -> Fetch? {
        while schedule.next < holes.count {
            let index = schedule.next
            schedule.next += 1
            if let fetch = handOut(index) { return fetch }
        }
        // The one field of a mutation whose turn it is.
        return schedule.nextRoot > 0 ? handOut(schedule.nextRoot - 1) : nil
    }

    private mutating func handOut(_ index: Int) -> Fetch? {
        guard case .due = holes[index].state,
            case .fetch(let tag) = plan.tables.fields[Int(holes[index].field)].origin
        else { return nil }
        holes[index].state = .fetching
        // Handed out once, so they need not stay.
        var input = FetchInput(arguments: .none, parent: nil)
        swap(&input, &fetchInputs[index])
        return Fetch(
            id: FetchID(index: Int32(truncatingIfNeeded: index)),
            tag: tag,
            arguments: input.arguments,
            parent: input.parent,
            selection: FieldSelection(plan: plan, field: holes[index].field)
        )
    }

    /// Makes the holes from `first` on due.
    mutating func makeDue(from first: Int) {
        var index = first
        while index < holes.count {
            holes[index].state = .due
            index &+= 1
        }
        schedule.pending += holes.count - first
    }

    /// Makes the next field of a mutation due once everything of the ones before it is there.
    mutating func releaseNextRoot() {
        while schedule.pending == 0, schedule.nextRoot < schedule.rootCount {
            let index = schedule.nextRoot
            schedule.nextRoot += 1
            guard case .waiting = holes[index].state else { continue }
            holes[index].state = .due
            schedule.pending += 1
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
        while !path.isEmpty { path.removeLast() }
        if holes[index].path.isEmpty {
            path.append(PathEntry(field: field))
        } else {
            path.append(contentsOf: holePaths[holes[index].path])
        }
        currentHole = id.index
        if currentArguments.count > 0 { currentArguments = .none }
        enclosure = -1
        state = .open
        return Result(hole: index, firstPiece: output.beginRun(), holes: holes.count)
    }

    private mutating func endResult(_ result: Result) {
        if state == .open { completeNull() }
        holes[result.hole].state = .resolved(result.firstPiece..<output.endRun())
        schedule.pending -= 1
        makeDue(from: result.holes)
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
                case .due, .fetching: schedule.pending -= 1
                case .resolved(let inner): runs.append(inner)
                case .waiting, .cancelled: break
                }
                holes[index].state = .cancelled
            }
        }
    }
}
