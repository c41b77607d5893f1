/// What matching needs besides the expression: buffers used again and again, and a limit.
struct PatternScratch {
    /// How many steps one evaluation may take in all.
    static let maximumSteps = 30_000_000

    private var input: [UInt32] = []
    /// For each look-around, whether it holds before each character and at the end.
    var looks: [[Bool]] = []
    private var current: [Int32] = []
    private var following: [Int32] = []
    private var pending: [Int32] = []
    /// In which round an instruction was last reached.
    private var reached: [UInt32] = []
    private var round: UInt32 = 0
    private var stepsLeft = PatternScratch.maximumSteps

    /// Whether the limit was reached, which makes results meaningless.
    var isExhausted: Bool { stepsLeft <= 0 }

    /// Grants all steps again, for another evaluation.
    mutating func begin() { stepsLeft = Self.maximumSteps }

    /// Takes the text to be matched.
    mutating func load(_ text: Span<UInt8>) {
        looks.removeAll(keepingCapacity: true)
        input.removeAll(keepingCapacity: true)
        input.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                input.append(UInt32(byte))
                index &+= 1
                continue
            }
            let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            var code = UInt32(byte) & (0xFF >> UInt32(length + 1))
            for offset in 1..<length where index &+ offset < text.count {
                code = code << 6 | UInt32(text[index &+ offset] & 0x3F)
            }
            input.append(code)
            index &+= length
        }
    }

    /// Whether a program reaches its end from any place.
    mutating func matches(_ program: PatternProgram, _ tables: PatternTables) -> Bool {
        begin(program)
        for place in 0...input.count {
            if follow(program, place, from: 0) { return true }
            if place == input.count { break }
            if step(program, tables, input[place], place &+ 1) { return true }
            if isExhausted { return false }
        }
        return false
    }

    /// Where a look-around holds: it is read towards each place, starting from every other.
    mutating func places(of look: PatternTables.Look, _ tables: PatternTables) -> [Bool] {
        var holds = [Bool](repeating: false, count: input.count &+ 1)
        begin(look.program)
        var place = look.ahead ? input.count : 0
        let end = look.ahead ? 0 : input.count
        while !isExhausted {
            if follow(look.program, place, from: 0) { holds[place] = true }
            if place == end { break }
            let next = look.ahead ? place &- 1 : place &+ 1
            let code = input[look.ahead ? next : place]
            if step(look.program, tables, code, next) { holds[next] = true }
            place = next
        }
        return holds
    }

    private mutating func begin(_ program: PatternProgram) {
        current.removeAll(keepingCapacity: true)
        reached = [UInt32](repeating: 0, count: program.instructions.count)
        round = 1
    }

    /// Moves all threads over a character to `place`; `true` if one reaches the end.
    private mutating func step(
        _ program: PatternProgram,
        _ tables: PatternTables,
        _ code: UInt32,
        _ place: Int
    ) -> Bool {
        swap(&current, &following)
        current.removeAll(keepingCapacity: true)
        round &+= 1
        stepsLeft &-= following.count &+ 1
        var isMatch = false
        for index in following.indices {
            let thread = following[index]
            guard tables.sets[Int(program.instructions[Int(thread)].x)].contains(code) else { continue }
            if follow(program, place, from: thread &+ 1) { isMatch = true }
        }
        return isMatch
    }

    /// Adds what can be reached without a character; `true` if that is the end.
    private mutating func follow(_ program: PatternProgram, _ place: Int, from start: Int32) -> Bool {
        var isMatch = false
        pending.append(start)
        while let index = pending.popLast() {
            if reached[Int(index)] == round { continue }
            reached[Int(index)] = round
            stepsLeft &-= 1
            let instruction = program.instructions[Int(index)]
            switch instruction.operation {
            case .set: current.append(index)
            case .split:
                pending.append(instruction.y)
                pending.append(instruction.x)
            case .jump: pending.append(instruction.x)
            case .assertion: if holds(instruction.x, place) { pending.append(index &+ 1) }
            case .look:
                if looks[Int(instruction.x)][place] != (instruction.y == 1) { pending.append(index &+ 1) }
            case .match: isMatch = true
            }
        }
        return isMatch
    }

    private func holds(_ assertion: Int32, _ place: Int) -> Bool {
        switch PatternSyntax.Assertion(rawValue: assertion) {
        case .start: place == 0
        case .end: place == input.count
        case .wordBoundary: isWord(place &- 1) != isWord(place)
        case .noWordBoundary: isWord(place &- 1) == isWord(place)
        case nil: false
        }
    }

    private func isWord(_ place: Int) -> Bool {
        guard place >= 0, place < input.count else { return false }
        let code = input[place]
        return (0x30...0x39).contains(code) || code == 0x5F || (0x61...0x7A).contains(code | 0x20) && code < 0x80
    }
}
