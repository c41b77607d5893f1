/// The deterministic automaton of an expression over ASCII texts: one table look-up a character.
///
/// Made only where it stays small; an expression with word boundaries or look-around has none.
struct PatternAutomaton: Sendable {
    static let maximumStates = 600
    static let maximumProgram = 2_000
    private static let accepting: Int32 = -1

    /// The class of each ASCII character: characters that no set tells apart share one.
    private var classes: [UInt8] = []
    private var classCount = 0
    /// The next state, by state and class; -1 once the expression has been found.
    private var transitions: [Int32] = []
    /// Whether the text may end in a state.
    private var acceptsAtEnd: [Bool] = []

    init?(_ program: PatternProgram, _ tables: PatternTables) {
        guard program.instructions.count <= Self.maximumProgram else { return nil }
        for instruction in program.instructions where instruction.operation == .assertion {
            guard instruction.x <= PatternSyntax.Assertion.end.rawValue else { return nil }
        }
        makeClasses(tables)
        guard build(program, tables) else { return nil }
    }

    /// Whether the expression is found; nil for a text that is not ASCII.
    func matches(_ text: Span<UInt8>) -> Bool? {
        var state: Int32 = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte >= 0x80 { return nil }
            state = transitions[Int(state) &* classCount &+ Int(classes[Int(byte)])]
            if state < 0 { return true }
            index &+= 1
        }
        return acceptsAtEnd[Int(state)]
    }

    private mutating func makeClasses(_ tables: PatternTables) {
        var known: [[Bool]: UInt8] = [:]
        for code in UInt32(0)..<128 {
            let signature = tables.sets.map { $0.contains(code) }
            let next = UInt8(known.count)
            classes.append(known[signature] ?? next)
            known[signature] = known[signature] ?? next
        }
        classCount = known.count
    }

    /// Works out the states reachable from the start; `false` if there are too many.
    private mutating func build(_ program: PatternProgram, _ tables: PatternTables) -> Bool {
        let instructions = program.instructions
        var representatives = [UInt32](repeating: 0, count: classCount)
        for (code, group) in classes.enumerated() { representatives[Int(group)] = UInt32(code) }
        let start = Self.closure([0], instructions, isStart: true, isEnd: false)
        if start.contains(where: { instructions[Int($0)].operation == .match }) {
            transitions = [Int32](repeating: Self.accepting, count: classCount)
            acceptsAtEnd = [true]
            return true
        }
        var states: [[Int32]] = [start]
        // The start is not among them: no later state allows what only the start of the text does.
        var numbers: [[Int32]: Int32] = [:]
        var steps = 0
        var index = 0
        while index < states.count {
            let state = states[index]
            for group in 0..<classCount {
                steps += state.count + instructions.count / 16 + 1
                guard steps < 2_000_000 else { return false }
                var targets: [Int32] = [0]
                for thread in state {
                    let instruction = instructions[Int(thread)]
                    guard instruction.operation == .set else { continue }
                    if tables.sets[Int(instruction.x)].contains(representatives[group]) { targets.append(thread + 1) }
                }
                let next = Self.closure(targets, instructions, isStart: false, isEnd: false)
                if next.contains(where: { instructions[Int($0)].operation == .match }) {
                    transitions.append(Self.accepting)
                    continue
                }
                if let number = numbers[next] {
                    transitions.append(number)
                    continue
                }
                guard states.count < Self.maximumStates else { return false }
                numbers[next] = Int32(states.count)
                transitions.append(Int32(states.count))
                states.append(next)
            }
            acceptsAtEnd.append(Self.accepts(state, instructions, isStart: index == 0))
            index += 1
        }
        return true
    }

    /// Whether the end can be reached from a state when the text is over.
    private static func accepts(
        _ state: [Int32],
        _ instructions: [PatternProgram.Instruction],
        isStart: Bool
    ) -> Bool {
        closure(state, instructions, isStart: isStart, isEnd: true)
            .contains { instructions[Int($0)].operation == .match }
    }

    /// What can be reached without a character, sorted: sets, assertions of the end that are still open, and the end.
    private static func closure(
        _ starts: [Int32],
        _ instructions: [PatternProgram.Instruction],
        isStart: Bool,
        isEnd: Bool
    ) -> [Int32] {
        var reached = [Bool](repeating: false, count: instructions.count)
        var result: [Int32] = []
        var pending = starts
        while let index = pending.popLast() {
            if reached[Int(index)] { continue }
            reached[Int(index)] = true
            let instruction = instructions[Int(index)]
            switch instruction.operation {
            case .set, .match: result.append(index)
            case .split: pending += [instruction.y, instruction.x]
            case .jump: pending.append(instruction.x)
            case .assertion:
                let isStartAssertion = instruction.x == PatternSyntax.Assertion.start.rawValue
                if isStartAssertion ? isStart : isEnd {
                    pending.append(index + 1)
                } else if !isStartAssertion {
                    result.append(index)
                }
            case .look: break
            }
        }
        return result.sorted()
    }
}
