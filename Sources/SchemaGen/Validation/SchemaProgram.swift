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
    /// The value of `default`, by node.
    let defaults: [NodeID: JSONValue]
    /// Whether a `default` can be reached from a node.
    let leadsToDefaults: [Bool]
    let options: ValueValidator.Options
    private let nodeOfPointer: [ExactText: NodeID]

    let root: NodeID = 0

    /// Whether any reference depends on the way by which it was reached.
    let usesDynamicScope: Bool

    init(_ parts: SchemaProgramParts, options: ValueValidator.Options) {
        nodes = parts.nodes
        numbers = parts.numbers
        strings = parts.strings
        objects = parts.objects
        arrays = parts.arrays
        allowedValues = parts.allowedValues
        combinations = parts.combinations
        dynamicAnchors = parts.dynamicAnchors
        defaults = parts.defaults
        leadsToDefaults = parts.nodesLeadingToDefaults()
        nodeOfPointer = parts.nodeOfPointer
        usesDynamicScope = parts.combinations.contains { $0.dynamicAnchor != nil }
        self.options = options
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
