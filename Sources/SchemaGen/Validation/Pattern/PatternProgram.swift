/// A regular expression as instructions of a nondeterministic automaton.
struct PatternProgram: Sendable {
    /// How many instructions an expression may become, counted repetitions written out.
    static let maximumSize = 20_000

    enum Operation: UInt8, Sendable {
        /// Consumes a character of set `x`.
        case set
        /// Goes on at `x` and at `y`.
        case split
        /// Goes on at `x`.
        case jump
        /// Goes on if assertion `x` holds.
        case assertion
        /// Goes on if look-around `x` holds here; `y` is 1 if it must not.
        case look
        case match
    }

    struct Instruction: Sendable {
        var operation: Operation
        var x: Int32 = 0
        var y: Int32 = 0
    }

    private(set) var instructions: [Instruction] = []

    /// Writes an expression out; `backwards` for an automaton that reads from the end to the start.
    init(_ syntax: PatternSyntax, backwards: Bool, _ tables: inout PatternTables) throws(PatternError) {
        try emit(syntax, backwards, &tables)
        try append(Instruction(operation: .match))
    }

    private mutating func append(_ instruction: Instruction) throws(PatternError) {
        guard instructions.count < Self.maximumSize else {
            throw PatternError(
                found: "a regular expression that is too large with its repetitions written out",
                expected: "at most \(Self.maximumSize) steps"
            )
        }
        instructions.append(instruction)
    }

    private var next: Int32 { Int32(instructions.count) }

    private mutating func emit(
        _ syntax: PatternSyntax,
        _ backwards: Bool,
        _ tables: inout PatternTables
    ) throws(PatternError) {
        switch syntax {
        case .empty: break
        case .set(let set): try append(Instruction(operation: .set, x: tables.add(set)))
        case .sequence(let parts):
            for part in backwards ? parts.reversed() : parts { try emit(part, backwards, &tables) }
        case .alternatives(let alternatives): try emit(alternatives, backwards, &tables)
        case .repetition(let part, let minimum, let maximum):
            try emit(part, minimum, maximum, backwards, &tables)
        case .assertion(let assertion):
            try append(Instruction(operation: .assertion, x: assertion.rawValue))
        case .look(let content, let ahead, let negated):
            // Read towards the place where it is asked, so that one pass answers for all places.
            let program = try PatternProgram(content, backwards: ahead, &tables)
            tables.looks.append(PatternTables.Look(program: program, ahead: ahead))
            let index = Int32(tables.looks.count - 1)
            try append(Instruction(operation: .look, x: index, y: negated ? 1 : 0))
        case .unsupported(let what):
            throw PatternError(found: "\(what) in the regular expression", expected: "an expression without it")
        }
    }

    private mutating func emit(
        _ alternatives: [PatternSyntax],
        _ backwards: Bool,
        _ tables: inout PatternTables
    ) throws(PatternError) {
        var jumps: [Int] = []
        for (index, alternative) in alternatives.enumerated() {
            let isLast = index == alternatives.count - 1
            let split = instructions.count
            if !isLast { try append(Instruction(operation: .split, x: next + 1)) }
            try emit(alternative, backwards, &tables)
            if !isLast {
                jumps.append(instructions.count)
                try append(Instruction(operation: .jump))
                instructions[split].y = next
            }
        }
        for jump in jumps { instructions[jump].x = next }
    }

    private mutating func emit(
        _ part: PatternSyntax,
        _ minimum: Int,
        _ maximum: Int?,
        _ backwards: Bool,
        _ tables: inout PatternTables
    ) throws(PatternError) {
        for _ in 0..<minimum {
            let before = instructions.count
            try emit(part, backwards, &tables)
            // What emits nothing may be repeated any number of times.
            if instructions.count == before { return }
        }
        guard let maximum else {
            let split = instructions.count
            try append(Instruction(operation: .split, x: next + 1))
            try emit(part, backwards, &tables)
            try append(Instruction(operation: .jump, x: Int32(split)))
            instructions[split].y = next
            return
        }
        var splits: [Int] = []
        for _ in minimum..<maximum {
            splits.append(instructions.count)
            try append(Instruction(operation: .split, x: next + 1))
            try emit(part, backwards, &tables)
        }
        for split in splits { instructions[split].y = next }
    }
}

/// What the programs of one expression share.
struct PatternTables: Sendable {
    struct Look: Sendable {
        let program: PatternProgram
        let ahead: Bool
    }

    private(set) var sets: [CodePointSet] = []
    /// Inner ones before those around them.
    var looks: [Look] = []

    mutating func add(_ set: CodePointSet) -> Int32 {
        var set = set
        set.prepare()
        let known = sets.firstIndex {
            $0.ranges == set.ranges && $0.properties == set.properties && $0.isNegated == set.isNegated
        }
        if let known { return Int32(known) }
        sets.append(set)
        return Int32(sets.count - 1)
    }
}
