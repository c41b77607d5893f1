public import JSON

/// Tells of one JSON text after another whether it fits a schema, in memory that is used again: a small value takes
/// no allocation.
///
/// ```swift
/// var checker = ValueChecker(api.validator)  // one for each thread or event loop
/// for text in texts where !checker.accepts(text.span) { report(api.validator.issues(in: text.span)) }
/// ```
public struct ValueChecker: ~Copyable {
    private let validator: ValueValidator
    private var evaluator: Evaluator
    private var tape = JSONTape()

    /// The memory that a longer text took is not kept.
    private static var keptBytes: Int { 65_536 }

    public init(_ validator: ValueValidator) {
        self.validator = validator
        evaluator = Evaluator(validator.program)
    }

    /// Whether a JSON text fits; stops at the first issue.
    public mutating func accepts(_ json: Span<UInt8>) -> Bool {
        var tape = JSONTape()
        swap(&tape, &self.tape)
        do {
            try tape.read(json, maximumDepth: validator.program.maximumDepth)
        } catch {
            return false
        }
        let isAccepted = accepts(json, tape)
        if json.count <= Self.keptBytes { swap(&tape, &self.tape) }
        return isAccepted
    }

    /// Whether a JSON text fits whose structure was read already.
    ///
    /// - Parameter tape: What was read from `json`; empty, which is refused, where that is no JSON.
    public mutating func accepts(_ json: Span<UInt8>, _ tape: borrowing JSONTape) -> Bool {
        guard tape.count > 0, tape.depth <= validator.program.maximumDepth else { return false }
        let isAccepted = evaluator.run(json, copy tape, validator.node)
        if json.count > Self.keptBytes { evaluator = Evaluator(validator.program) }
        return isAccepted
    }
}
