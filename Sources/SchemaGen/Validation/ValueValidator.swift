public import JSON

/// Tells whether JSON texts fit a schema, and why not. Made once per schema; use from any thread.
///
/// Values are read as bytes without building a tree. Numbers are compared exactly, lengths count code points, patterns
/// match in linear time.
public struct ValueValidator: Sendable {
    /// What is asserted, and limits.
    public struct Options: Sendable, Hashable {
        /// Whether `format` must hold; otherwise it is a mere annotation.
        public var assertsFormats: Bool
        /// How many issues are reported at most.
        public var maximumIssues = 50
        /// How many arrays and objects of a value may be open at once, at most ``JSONValue/depthLimit``.
        public var maximumDepth = 512

        public init(assertsFormats: Bool = false, maximumIssues: Int = 50, maximumDepth: Int = 512) {
            self.assertsFormats = assertsFormats
            self.maximumIssues = maximumIssues
            self.maximumDepth = maximumDepth
        }
    }

    let program: SchemaProgram
    let node: NodeID

    init(program: SchemaProgram, node: NodeID) {
        self.program = program
        self.node = node
    }

    /// Compiles a schema.
    public init(schema: JSONValue, options: Options = .init()) throws(SchemaGenError) {
        self = try CompiledSchemaDocument(schema, options: options).root
    }

    /// Why a JSON text does not fit, at most ``Options/maximumIssues``; empty if it does.
    public func issues(in json: Span<UInt8>) -> [ValidationIssue] {
        let tape: JSONTape
        do {
            tape = try program.tape(of: json)
        } catch {
            let place = error.position(in: json)
            let found = "text that breaks off or goes wrong at line \(place.line), column \(place.column)"
            return [ValidationIssue(pointer: .root, keyword: "syntax", found: found, expected: error.expectation)]
        }
        var evaluator = Evaluator(program)
        if evaluator.run(json, tape, node) { return [] }
        _ = evaluator.run(json, tape, node, isCollecting: true)
        return evaluator.issues
    }

    /// Whether a JSON text fits; stops at the first issue. For many values ``ValueChecker`` takes less time.
    public func isValid(_ json: Span<UInt8>) -> Bool {
        var checker = ValueChecker(self)
        return checker.accepts(json)
    }

    /// The text with the `default`s of absent properties filled in, through nested objects, arrays, `allOf`, `$ref` and
    /// the first alternative that fits; `nil` if nothing changes or the text is no JSON.
    ///
    /// What is there keeps its order and its text; what is filled in follows it, in the order of the schema.
    public func fillingDefaults(_ json: Span<UInt8>) -> [UInt8]? {
        guard program.leadsToDefaults[Int(node)] else { return nil }
        var budget = DefaultsFiller.Budget()
        return DefaultsFiller.fill(json, [node], program, &budget)
    }
}
