import JSON

/// Turns the subschemas of a document into the nodes of a ``SchemaProgram``. A node has the number of its place.
struct SchemaCompiler {
    let document: JSONValue
    let options: ValueValidator.Options
    var places: SchemaPlaces
    var parts = SchemaProgramParts()
    /// The numbers of the names of dynamic anchors.
    var anchorNumbers: [ExactText: Int] = [:]
    /// Patterns by source: the same one is often repeated.
    var patterns: [ExactText: Pattern] = [:]

    static func compile(
        _ document: JSONValue,
        _ options: ValueValidator.Options
    ) throws(SchemaGenError) -> SchemaProgram {
        var compiler = SchemaCompiler(
            document: document,
            options: options,
            places: try SchemaPlaces(document)
        )
        var index = 0
        // A reference to a place that no keyword leads to adds that place.
        while index < compiler.places.places.count {
            try compiler.compile(index)
            index += 1
        }
        compiler.finish()
        try compiler.rejectCircularReferences()
        return SchemaProgram(compiler.parts, options: options)
    }

    private mutating func compile(_ index: Int) throws(SchemaGenError) {
        let place = places.places[index]
        var node = SchemaNode()
        node.resource = Int32(place.resource)
        switch place.value {
        case .bool(let accepts):
            node.acceptance = accepts ? .everything : .nothing
        case .object(let members):
            var reader = KeywordReader(
                members: members,
                pointer: place.pointer,
                resource: place.resource,
                dialect: places.resources[place.resource].dialect
            )
            try reader.read(&self, &node)
            if let value = members["default"] { parts.defaults[NodeID(index)] = value }
            acceptEverythingWithoutKeywords(&node)
        case .null, .number, .string, .array:
            throw SchemaGenError(
                index == 0 ? .notAnObject : .keyword,
                pointer: place.pointer,
                found: place.value.phrase,
                expected: "a schema: an object, true or false"
            )
        }
        parts.nodes.append(node)
    }

    private func acceptEverythingWithoutKeywords(_ node: inout SchemaNode) {
        let tables = [
            node.number, node.string, node.object, node.array, node.allowedValues, node.combination,
        ]
        if node.types == .all, tables.allSatisfy({ $0 < 0 }) { node.acceptance = .everything }
        // `{"not": {}}` is how generators write that nothing fits.
        guard node.combination >= 0, tables.filter({ $0 >= 0 }).count == 1 else { return }
        let rules = parts.combinations[Int(node.combination)]
        guard let not = rules.not, rules.targets.count == 1, Int(not) < places.places.count else { return }
        let value = places.places[Int(not)].value
        if value.bool == true || value.object?.isEmpty == true { node.acceptance = .nothing }
    }

    /// Fills in what needs all nodes.
    private mutating func finish() {
        parts.nodeOfPointer = places.idOfPointer
        for resource in places.resources {
            var anchors: [Int: NodeID] = [:]
            for (name, pointer) in resource.dynamicAnchors {
                guard let number = anchorNumbers[name], let node = places.idOfPointer[ExactText(pointer)] else {
                    continue
                }
                anchors[number] = node
            }
            parts.dynamicAnchors.append(anchors)
        }
        for rules in parts.combinations {
            for target in [rules.reference, rules.dynamicReference].compactMap({ $0 }) {
                parts.nodes[Int(target)].isReferenced = true
            }
        }
    }

    /// Refuses schemas that apply themselves to the same value again.
    private func rejectCircularReferences() throws(SchemaGenError) {
        enum State { case new, open, done }
        var states = [State](repeating: .new, count: parts.nodes.count)
        for start in parts.nodes.indices where states[start] == .new {
            states[start] = .open
            var stack = [(node: start, targets: parts.targetsInPlace(of: NodeID(start)))]
            while !stack.isEmpty {
                guard let target = stack[stack.count - 1].targets.popLast() else {
                    states[stack.removeLast().node] = .done
                    continue
                }
                switch states[Int(target)] {
                case .done: break
                case .new:
                    states[Int(target)] = .open
                    stack.append((Int(target), parts.targetsInPlace(of: target)))
                case .open:
                    throw SchemaGenError(
                        .circularReference,
                        pointer: places.places[stack[stack.count - 1].node].pointer,
                        found: "a reference that leads back to \"#\(places.places[Int(target)].pointer)\"",
                        expected: "a property or an element in between"
                    )
                }
            }
        }
    }
}
