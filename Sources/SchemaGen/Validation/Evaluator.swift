import JSON

/// Runs a program over values, one after another.
///
/// Subschemas are applied by recursion, bounded by the value's depth times the nesting of the schema and by
/// ``maximumFrames`` in any case.
struct Evaluator {
    /// How many subschemas may be applied within each other. One takes about 0.7 KB of the stack where optimised and
    /// 6.5 KB where not; threads have at least 2 MB on Linux (8 MB by default) and 0.5 MB on Darwin.
    #if DEBUG
        static let maximumFrames = 900
    #elseif os(Linux)
        static let maximumFrames = 2_000
    #else
        static let maximumFrames = 450
    #endif
    /// How many times subschemas may be applied, for a value without tokens and for each token.
    static let baseSteps = 1_000_000
    static let stepsPerToken = 100

    let program: SchemaProgram
    /// The structure of the value at hand.
    private(set) var tape = JSONTape()
    /// Whether issues are collected; otherwise the first one ends everything.
    var isCollecting = false
    var issues: [ValidationIssue] = []
    /// The way from the root: the token of a name, or -1 less the index of an element.
    var path: [Int] = []
    /// Bit sets that nested calls stack up: members seen, members evaluated.
    var words: [UInt64] = []
    /// The resources that were entered, outermost first; kept only where the program has dynamic references.
    var scope: [Int32] = []
    /// Results of referenced nodes on containers where no issues were collected.
    var results: [UInt64: Bool] = [:]
    var frames = 0
    var stepsLeft = 0
    /// Whether a limit was reached, which makes results meaningless.
    var hasReachedLimit = false
    var patternScratch = PatternScratch()
    /// The unescaped text of the string at hand.
    var text: [UInt8] = []

    init(_ program: SchemaProgram) {
        self.program = program
    }

    /// Makes it ready for a value. Path, bit sets and scope are empty whenever nothing is being evaluated.
    mutating func begin(_ tape: JSONTape, isCollecting: Bool = false) {
        self.tape = tape
        self.isCollecting = isCollecting
        if !issues.isEmpty { issues = [] }
        if !results.isEmpty { results.removeAll(keepingCapacity: true) }
        stepsLeft = Self.baseSteps + tape.count.multipliedReportingOverflow(by: Self.stepsPerToken).partialValue
        hasReachedLimit = false
        patternScratch.begin()
    }

    /// The bits of the members or elements of the value at hand that have been evaluated, as `unevaluatedItems` and
    /// `unevaluatedProperties` need it: an offset in `words`, -1 where nobody asks.
    typealias Marks = Int

    /// Whether a whole value fits a node. A value that needs too many steps does not.
    mutating func run(_ json: Span<UInt8>, _ tape: JSONTape, _ id: NodeID, isCollecting: Bool = false) -> Bool {
        begin(tape, isCollecting: isCollecting)
        // Only its owner refers to the tape then, and may write over it.
        defer { self.tape = JSONTape() }
        let isValid = evaluate(json, id, 0)
        guard hasReachedLimit || patternScratch.isExhausted else { return isValid }
        issues.removeAll()
        return fail(json, 0, "complexity", "a value that takes fewer steps to validate")
    }

    /// Whether there is no need to go on.
    var isDone: Bool { !isCollecting || issues.count >= program.options.maximumIssues }

    /// Whether the value at a token fits a node.
    mutating func evaluate(
        _ json: Span<UInt8>,
        _ id: NodeID,
        _ token: Int,
        _ marks: Marks = -1
    ) -> Bool {
        let node = program.nodes[Int(id)]
        switch node.acceptance {
        case .everything: return true
        case .nothing: return fail(json, token, "false", "nothing")
        case .byKeywords: break
        }
        if !isCollecting, marks < 0, node.isReferenced, tape[token].count > 0, scope.isEmpty {
            let key = UInt64(truncatingIfNeeded: token) &<< 32 | UInt64(UInt32(bitPattern: id))
            if let known = results[key] { return known }
            let result = evaluateInScope(json, id, node, token, marks)
            results[key] = result
            return result
        }
        return evaluateInScope(json, id, node, token, marks)
    }

    private mutating func evaluateInScope(
        _ json: Span<UInt8>,
        _ id: NodeID,
        _ node: SchemaNode,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        stepsLeft &-= 1
        guard frames < Self.maximumFrames, stepsLeft > 0 else {
            // Whatever comes of it, under a "not" for instance, the whole value is refused.
            hasReachedLimit = true
            return false
        }
        frames &+= 1
        defer { frames &-= 1 }
        guard program.usesDynamicScope, scope.last != node.resource else {
            return evaluateMarking(json, node, token, marks)
        }
        scope.append(node.resource)
        defer { scope.removeLast() }
        return evaluateMarking(json, node, token, marks)
    }

    private mutating func evaluateMarking(
        _ json: Span<UInt8>,
        _ node: SchemaNode,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let count = tape[token].count
        guard node.hasUnevaluated, count > 0 else { return evaluateKeywords(json, node, token, marks) }
        // Only what stands beside and below `unevaluated…` counts, so these marks begin empty.
        let own = pushWords(for: count)
        defer { popWords(to: own) }
        guard evaluateKeywords(json, node, token, own) || !isDone else { return false }
        let isValid = evaluateUnevaluated(json, node, token, own)
        if marks >= 0 { mergeMarks(own, into: marks, count) }
        return isValid
    }

    private mutating func evaluateKeywords(
        _ json: Span<UInt8>,
        _ node: SchemaNode,
        _ token: Int,
        _ marks: Marks
    ) -> Bool {
        let value = tape[token]
        if !node.types.contains(TypeSet(value.kind)) {
            let isInteger = value.kind == .number && node.types.contains(.integer) && isInteger(json, value)
            // Other keywords would only say the same again.
            guard isInteger else { return fail(json, token, "type", node.types.phrase) }
        }
        var isValid = true
        if node.allowedValues >= 0, !checkAllowedValues(json, node, token) {
            isValid = false
            if isDone { return false }
        }
        switch value.kind {
        case .number:
            if node.number >= 0 { isValid = checkNumber(json, node, token) && isValid }
        case .string:
            if node.string >= 0 { isValid = checkString(json, node, token) && isValid }
        case .array:
            if node.array >= 0 { isValid = checkArray(json, node, token, marks) && isValid }
        case .object:
            if node.object >= 0 { isValid = checkObject(json, node, token, marks) && isValid }
        case .null, .boolean: break
        }
        if !isValid && isDone { return false }
        if node.combination >= 0 { isValid = checkCombination(json, node, token, marks) && isValid }
        return isValid
    }

    /// Applies a node to a member or an element; `step` is its entry in the path.
    @inline(__always)
    mutating func evaluateChild(_ json: Span<UInt8>, _ id: NodeID, _ token: Int, _ step: Int) -> Bool {
        if !isCollecting { return evaluate(json, id, token) }
        path.append(step)
        defer { path.removeLast() }
        return evaluate(json, id, token)
    }

    /// Whether a node refuses everything, so that what it is applied to is one issue of the container around it.
    @inline(__always)
    func refusesEverything(_ id: NodeID) -> Bool { program.nodes[Int(id)].acceptance == .nothing }

    /// Applies a node without collecting issues.
    mutating func evaluateQuietly(
        _ json: Span<UInt8>,
        _ id: NodeID,
        _ token: Int,
        _ marks: Marks = -1
    ) -> Bool {
        let wasCollecting = isCollecting
        isCollecting = false
        defer { isCollecting = wasCollecting }
        return evaluate(json, id, token, marks)
    }
}

extension Evaluator {
    /// Makes room for a bit set, all zero, and returns its offset.
    mutating func pushWords(for bits: Int) -> Int {
        let offset = words.count
        for _ in 0..<((bits &+ 63) &>> 6) { words.append(0) }
        return offset
    }

    mutating func popWords(to offset: Int) {
        while words.count > offset { words.removeLast() }
    }

    @inline(__always)
    mutating func setBit(_ offset: Int, _ bit: Int) { words[offset &+ (bit &>> 6)] |= 1 &<< UInt64(bit & 63) }

    @inline(__always)
    func hasBit(_ offset: Int, _ bit: Int) -> Bool { words[offset &+ (bit &>> 6)] &>> UInt64(bit & 63) & 1 == 1 }

    mutating func mergeMarks(_ from: Int, into target: Int, _ bits: Int) {
        for index in 0..<((bits &+ 63) &>> 6) { words[target &+ index] |= words[from &+ index] }
    }
}
