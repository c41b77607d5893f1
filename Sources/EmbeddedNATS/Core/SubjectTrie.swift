/// Values under subject filters, found by the subjects that the filters stand for.
///
/// A look-up goes through the subject token by token and visits each node at most once, so that its cost is bounded by
/// the number of filters, whatever the wildcards.
struct SubjectTrie<Value: Equatable> {
    private struct Node {
        var children: [ExactString: Int] = [:]
        var star: Int?
        var values: [Value] = []
        /// Values of filters that end in ">" here.
        var tailValues: [Value] = []
        var parent: Int
        var token: ExactString

        var isUnused: Bool { children.isEmpty && star == nil && values.isEmpty && tailValues.isEmpty }
    }

    private static var root: Int { 0 }
    private var nodes: [Node] = [Node(parent: 0, token: "")]
    private var unused: [Int] = []
    private var level: [Int] = []
    private var nextLevel: [Int] = []
    /// How many values the trie holds.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Adds `value` under `filter`, which must be a valid filter.
    mutating func insert(_ value: Value, for filter: String) {
        let (node, isTail) = path(filter)
        if isTail { nodes[node].tailValues.append(value) } else { nodes[node].values.append(value) }
        count += 1
    }

    /// Removes `value` from `filter`, if it is there.
    mutating func remove(_ value: Value, for filter: String) {
        guard let (node, isTail) = existingPath(filter) else { return }
        if isTail {
            guard let index = nodes[node].tailValues.firstIndex(of: value) else { return }
            nodes[node].tailValues.remove(at: index)
        } else {
            guard let index = nodes[node].values.firstIndex(of: value) else { return }
            nodes[node].values.remove(at: index)
        }
        count -= 1
        prune(from: node)
    }

    /// Calls `body` with each value whose filter stands for the literal `subject`.
    mutating func forEachMatch(of subject: String, _ body: (Value) -> Void) {
        guard count > 0 else { return }
        level.removeAll(keepingCapacity: true)
        level.append(Self.root)
        var tokens = SubjectRules.Tokens(subject)
        while let token = tokens.next() {
            let key = ExactString(Substring(token.bytes))
            nextLevel.removeAll(keepingCapacity: true)
            for node in level {
                for value in nodes[node].tailValues { body(value) }
                if let star = nodes[node].star { nextLevel.append(star) }
                if let child = nodes[node].children[key] { nextLevel.append(child) }
            }
            swap(&level, &nextLevel)
            if level.isEmpty { return }
        }
        for node in level {
            for value in nodes[node].values { body(value) }
        }
    }

    /// Whether any filter stands for the literal `subject`.
    mutating func hasMatch(of subject: String) -> Bool {
        var found = false
        forEachMatch(of: subject) { _ in found = true }
        return found
    }

    /// Calls `body` with each value that was inserted under exactly this filter.
    func forEach(under filter: String, _ body: (Value) -> Void) {
        guard let (node, isTail) = existingPath(filter) else { return }
        for value in isTail ? nodes[node].tailValues : nodes[node].values { body(value) }
    }

    private mutating func path(_ filter: String) -> (node: Int, isTail: Bool) {
        var node = Self.root
        var tokens = SubjectRules.Tokens(filter)
        while let token = tokens.next() {
            if token.isTail, tokens.isAtEnd { return (node, true) }
            let key = ExactString(Substring(token.bytes))
            if token.isStar {
                if let star = nodes[node].star {
                    node = star
                } else {
                    let added = add(parent: node, token: key)
                    nodes[node].star = added
                    node = added
                }
            } else if let child = nodes[node].children[key] {
                node = child
            } else {
                let added = add(parent: node, token: key)
                nodes[node].children[key] = added
                node = added
            }
        }
        return (node, false)
    }

    private func existingPath(_ filter: String) -> (node: Int, isTail: Bool)? {
        var node = Self.root
        var tokens = SubjectRules.Tokens(filter)
        while let token = tokens.next() {
            if token.isTail, tokens.isAtEnd { return (node, true) }
            let next = token.isStar ? nodes[node].star : nodes[node].children[ExactString(Substring(token.bytes))]
            guard let next else { return nil }
            node = next
        }
        return (node, false)
    }

    private mutating func add(parent: Int, token: ExactString) -> Int {
        let node = Node(parent: parent, token: token)
        if let index = unused.popLast() {
            nodes[index] = node
            return index
        }
        nodes.append(node)
        return nodes.count - 1
    }

    private mutating func prune(from start: Int) {
        var node = start
        while node != Self.root, nodes[node].isUnused {
            let parent = nodes[node].parent
            if nodes[parent].star == node {
                nodes[parent].star = nil
            } else {
                nodes[parent].children[nodes[node].token] = nil
            }
            nodes[node] = Node(parent: 0, token: "")
            unused.append(node)
            node = parent
        }
    }
}
