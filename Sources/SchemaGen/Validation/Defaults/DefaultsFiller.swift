import JSON

/// Fills the `default`s of absent properties into a text.
///
/// All subschemas that apply to a value are looked at together, so that a property which two of them give a default is
/// added once. Recursion follows the value's depth.
struct DefaultsFiller {
    /// How many defaults within defaults are filled in, which a recursive model could go on with for ever.
    static let maximumNesting = 16

    /// What all fillers of one value may still do: a recursive model must not make much out of little.
    struct Budget {
        var insertions = 10_000
        /// How many alternatives may be tried by filling them in first.
        var trials = 200
    }

    private struct Insertion {
        var offset: Int
        var bytes: [UInt8]
    }

    private let program: SchemaProgram
    private let tape: JSONTape
    private let nesting: Int
    private var evaluator: Evaluator
    private var insertions: [Insertion] = []

    private init(_ program: SchemaProgram, _ tape: JSONTape, nesting: Int) {
        self.program = program
        self.tape = tape
        self.nesting = nesting
        evaluator = Evaluator(program)
        evaluator.begin(tape)
    }

    /// The text with defaults filled in; nil if nothing changes.
    static func fill(
        _ json: Span<UInt8>,
        _ nodes: [NodeID],
        _ program: SchemaProgram,
        nesting: Int = 0,
        _ budget: inout Budget
    ) -> [UInt8]? {
        let nodes = nodes.filter { program.leadsToDefaults[Int($0)] }
        guard !nodes.isEmpty, nesting <= maximumNesting,
            let tape = try? program.tape(of: json)
        else { return nil }
        var filler = DefaultsFiller(program, tape, nesting: nesting)
        filler.fill(json, nodes, 0, &budget)
        return filler.result(json)
    }

    private func result(_ json: Span<UInt8>) -> [UInt8]? {
        if insertions.isEmpty { return nil }
        var writer = JSONWriter(reserving: json.count + insertions.reduce(0) { $0 + $1.bytes.count })
        var copied = 0
        for insertion in insertions.sorted(by: { $0.offset < $1.offset }) {
            writer.append(json, copied..<insertion.offset)
            writer.append(insertion.bytes)
            copied = insertion.offset
        }
        writer.append(json, copied..<json.count)
        return writer.bytes
    }

    /// Fills a value that all of the nodes apply to.
    private mutating func fill(_ json: Span<UInt8>, _ nodes: [NodeID], _ token: Int, _ budget: inout Budget) {
        let value = tape[token]
        guard value.kind == .object || value.kind == .array else { return }
        let applicable = self.applicable(json, nodes, token, &budget)
        if applicable.isEmpty { return }
        if value.kind == .object {
            fillObject(json, applicable, token, &budget)
        } else {
            fillArray(json, applicable, token, &budget)
        }
    }

    private mutating func fillArray(_ json: Span<UInt8>, _ nodes: [NodeID], _ token: Int, _ budget: inout Budget) {
        var element = token + 1
        for index in 0..<tape[token].count {
            var children: [NodeID] = []
            for node in nodes where program.nodes[Int(node)].array >= 0 {
                let rules = program.arrays[Int(program.nodes[Int(node)].array)]
                if let child = index < rules.prefix.count ? rules.prefix[index] : rules.rest { children.append(child) }
            }
            children.removeAll { !program.leadsToDefaults[Int($0)] }
            if !children.isEmpty { fill(json, children, element, &budget) }
            element = tape[element].next
        }
    }

    private mutating func fillObject(_ json: Span<UInt8>, _ nodes: [NodeID], _ token: Int, _ budget: inout Budget) {
        let rules = nodes.compactMap { node -> ObjectRules? in
            let index = program.nodes[Int(node)].object
            return index >= 0 ? program.objects[Int(index)] : nil
        }
        if rules.isEmpty { return }
        var present = rules.map { Set<Int>(minimumCapacity: $0.names.count) }
        var key = token + 1
        for _ in 0..<tape[token].count {
            var children: [NodeID] = []
            for (index, rules) in rules.enumerated() {
                if let known = rules.names.find(json, tape[key]) { present[index].insert(known) }
                children += evaluator.children(json, rules, key)
            }
            children.removeAll { !program.leadsToDefaults[Int($0)] }
            if !children.isEmpty { fill(json, children, key + 1, &budget) }
            key = tape[key + 1].next
        }
        addAbsent(json, rules, present, token, &budget)
    }

    private mutating func addAbsent(
        _ json: Span<UInt8>,
        _ rules: [ObjectRules],
        _ present: [Set<Int>],
        _ token: Int,
        _ budget: inout Budget
    ) {
        var writer = JSONWriter()
        var added: Set<[UInt8]> = []
        var count = tape[token].count
        for (rules, present) in zip(rules, present) {
            for (name, node) in rules.properties.enumerated() where node >= 0 && !present.contains(name) {
                guard program.leadsToDefaults[Int(node)], let value = program.defaults[node] else { continue }
                let name = rules.names.names[name]
                guard budget.insertions > 0, added.insert(name).inserted else { continue }
                budget.insertions -= 1
                if count > 0 { writer.append(0x2C) }
                count += 1
                writer.writeString(name.span)
                writer.append(0x3A)
                let text = value.bytes()
                let filled = Self.fill(text.span, [node], program, nesting: nesting + 1, &budget)
                writer.append(filled ?? text)
            }
        }
        if !writer.isEmpty { insertions.append(Insertion(offset: endOfMembers(token), bytes: writer.bytes)) }
    }

    /// The offset after the last member of an object, or after its brace.
    private func endOfMembers(_ token: Int) -> Int {
        let value = tape[token]
        if value.count == 0 { return value.content.lowerBound + 1 }
        var key = token + 1
        for _ in 1..<value.count { key = tape[key + 1].next }
        let last = tape[key + 1]
        return last.range.upperBound
    }
}

extension DefaultsFiller {
    /// The nodes that apply to a value, through references, `allOf`, conditions and the first alternative that fits.
    private mutating func applicable(
        _ json: Span<UInt8>,
        _ nodes: [NodeID],
        _ token: Int,
        _ budget: inout Budget
    ) -> [NodeID] {
        var found: [NodeID] = []
        var pending = Array(nodes.reversed())
        while let node = pending.popLast() {
            guard program.leadsToDefaults[Int(node)], !found.contains(node) else { continue }
            found.append(node)
            let compiled = program.nodes[Int(node)]
            var next: [NodeID] = []
            if compiled.combination >= 0 {
                let rules = program.combinations[Int(compiled.combination)]
                next += [rules.reference, rules.dynamicReference].compactMap { $0 } + rules.allOf
                for alternatives in [rules.anyOf, rules.oneOf] {
                    if let fitting = firstFitting(json, alternatives, token, &budget) { next.append(fitting) }
                }
                if let condition = rules.condition {
                    let holds = evaluator.evaluateQuietly(json, condition, token)
                    if holds { next.append(condition) }
                    if let branch = holds ? rules.then : rules.otherwise { next.append(branch) }
                }
            }
            if compiled.object >= 0, tape[token].kind == .object {
                next += dependentSchemas(json, program.objects[Int(compiled.object)], token)
            }
            pending += next.reversed()
        }
        return found
    }

    private func dependentSchemas(_ json: Span<UInt8>, _ rules: ObjectRules, _ token: Int) -> [NodeID] {
        if rules.dependentSchemas.isEmpty { return [] }
        var present: Set<Int> = []
        var key = token + 1
        for _ in 0..<tape[token].count {
            if let known = rules.names.find(json, tape[key]) { present.insert(known) }
            key = tape[key + 1].next
        }
        return rules.dependentSchemas.filter { present.contains($0.name) }.map(\.node)
    }

    /// The first alternative that the value fits, as it is or with the defaults of that alternative.
    private mutating func firstFitting(
        _ json: Span<UInt8>,
        _ alternatives: [NodeID],
        _ token: Int,
        _ budget: inout Budget
    ) -> NodeID? {
        guard alternatives.contains(where: { program.leadsToDefaults[Int($0)] }) else { return nil }
        for alternative in alternatives {
            if evaluator.evaluateQuietly(json, alternative, token) { return alternative }
            guard program.leadsToDefaults[Int(alternative)], budget.trials > 0 else { continue }
            budget.trials -= 1
            let value = tape[token]
            let text = json.extracting(value.content)
            guard let filled = Self.fill(text, [alternative], program, nesting: nesting + 1, &budget),
                let filledTape = try? program.tape(of: filled.span)
            else { continue }
            var trial = Evaluator(program)
            if trial.run(filled.span, filledTape, alternative) { return alternative }
        }
        return nil
    }
}

extension Evaluator {
    /// The nodes that object keywords apply to a member.
    mutating func children(_ json: Span<UInt8>, _ rules: ObjectRules, _ key: Int) -> [NodeID] {
        let name = tape[key]
        var children: [NodeID] = []
        if let known = rules.names.find(json, name), rules.properties[known] >= 0 {
            children.append(rules.properties[known])
        }
        for property in rules.patternProperties where matches(json, property.pattern, name) {
            children.append(property.node)
        }
        if children.isEmpty, let additional = rules.additionalProperties { children.append(additional) }
        return children
    }
}
