import JSON

typealias NodeID = Int32

/// The compiled form of a schema document: one node a subschema, and its keywords grouped by what they look at.
final class SchemaProgram: Sendable {
    let nodes: [SchemaNode]
    let numbers: [NumberRules]
    let strings: [StringRules]
    let objects: [ObjectRules]
    let arrays: [ArrayRules]
    let allowedValues: [AllowedValues]
    let combinations: [Combination]
    /// By resource: the dynamic anchors in it, as numbers, and the nodes that bear them.
    let dynamicAnchors: [[Int: NodeID]]
    /// The value of `default`, by node: its own, or that of what it refers to or combines.
    let defaults: [NodeID: JSONValue]
    /// Whether a `default` can be reached from a node.
    let leadsToDefaults: [Bool]
    let options: ValueValidator.Options
    private let nodeOfPointer: [ExactText: NodeID]

    let root: NodeID = 0

    /// Whether any reference depends on the way by which it was reached.
    let usesDynamicScope: Bool

    init(_ parts: SchemaProgramParts, options: ValueValidator.Options) {
        let usesDynamicScope = parts.combinations.contains { $0.dynamicAnchor != nil }
        let shortcuts = usesDynamicScope ? [:] : parts.shortcuts()
        numbers = parts.numbers
        strings = parts.strings
        objects = parts.objects
        arrays = parts.arrays
        allowedValues = parts.allowedValues
        combinations = parts.combinations
        dynamicAnchors = parts.dynamicAnchors
        leadsToDefaults = parts.nodesLeadingToDefaults()
        var nodes = parts.nodes
        var defaults = parts.defaults
        for (node, target) in shortcuts { nodes[Int(node)] = parts.nodes[Int(target)] }
        for node in nodes.indices where leadsToDefaults[node] && defaults[NodeID(node)] == nil {
            defaults[NodeID(node)] = parts.defaultValue(of: NodeID(node))
        }
        self.nodes = nodes
        self.defaults = defaults
        nodeOfPointer = parts.nodeOfPointer
        self.usesDynamicScope = usesDynamicScope
        self.options = options
    }

    /// How deep a value may be: comparing and hashing values recurse by their depth.
    var maximumDepth: Int { min(options.maximumDepth, JSONValue.depthLimit) }

    /// The structure of a value.
    func tape(of json: Span<UInt8>) throws(JSONError) -> JSONTape {
        var tape = JSONTape()
        try tape.read(json, maximumDepth: maximumDepth)
        return tape
    }

    func node(at pointer: JSONPointer) -> NodeID? { nodeOfPointer[ExactText(pointer.description)] }
}

/// What a ``SchemaProgram`` is made of, while it is being made.
struct SchemaProgramParts {
    var nodes: [SchemaNode] = []
    var numbers: [NumberRules] = []
    var strings: [StringRules] = []
    var objects: [ObjectRules] = []
    var arrays: [ArrayRules] = []
    var allowedValues: [AllowedValues] = []
    var combinations: [Combination] = []
    var dynamicAnchors: [[Int: NodeID]] = []
    var defaults: [NodeID: JSONValue] = [:]
    var nodeOfPointer: [ExactText: NodeID] = [:]

    /// For each node, whether a `default` can be reached from it.
    func nodesLeadingToDefaults() -> [Bool] {
        var leads = [Bool](repeating: false, count: nodes.count)
        if defaults.isEmpty { return leads }
        var sources: [[NodeID]] = Array(repeating: [], count: nodes.count)
        for node in nodes.indices {
            for target in targets(of: NodeID(node)) { sources[Int(target)].append(NodeID(node)) }
        }
        var pending = Array(defaults.keys)
        while let node = pending.popLast() {
            if leads[Int(node)] { continue }
            leads[Int(node)] = true
            pending += sources[Int(node)]
        }
        return leads
    }

    /// The nodes that only refer to another one, with what they lead to in the end; no reference is circular. They are
    /// replaced by it, which saves a call at every level of a recursive value.
    func shortcuts() -> [NodeID: NodeID] {
        var shortcuts: [NodeID: NodeID] = [:]
        for node in nodes.indices {
            var target = NodeID(node)
            while let next = soleReference(of: target) { target = next }
            if target != NodeID(node) { shortcuts[NodeID(node)] = target }
        }
        return shortcuts
    }

    private func soleReference(of id: NodeID) -> NodeID? {
        let node = nodes[Int(id)]
        guard node.acceptance == .byKeywords, node.types == .all, node.combination >= 0, node.number < 0,
            node.string < 0, node.object < 0, node.array < 0, node.allowedValues < 0
        else { return nil }
        let combination = combinations[Int(node.combination)]
        return combination.targets.count == 1 ? combination.reference : nil
    }

    /// The `default` of a node, or of the first that it refers to or combines.
    func defaultValue(of node: NodeID) -> JSONValue? {
        var pending = [node]
        var seen: Set<NodeID> = []
        while let node = pending.popLast() {
            guard seen.insert(node).inserted else { continue }
            if let value = defaults[node] { return value }
            let combination = nodes[Int(node)].combination
            guard combination >= 0 else { continue }
            let rules = combinations[Int(combination)]
            pending += rules.allOf.reversed() + [rules.dynamicReference, rules.reference].compactMap { $0 }
        }
        return nil
    }

    /// The nodes that a node applies to the same value.
    func targetsInPlace(of node: NodeID) -> [NodeID] {
        let node = nodes[Int(node)]
        var targets: [NodeID] = []
        if node.combination >= 0 { targets += combinations[Int(node.combination)].targets }
        if node.object >= 0 { targets += objects[Int(node.object)].dependentSchemas.map(\.node) }
        return targets
    }

    private func targets(of id: NodeID) -> [NodeID] {
        let node = nodes[Int(id)]
        var targets = targetsInPlace(of: id)
        if node.object >= 0 { targets += objects[Int(node.object)].childNodes }
        if node.array >= 0 { targets += arrays[Int(node.array)].childNodes }
        return targets
    }
}
