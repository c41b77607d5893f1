/// Measures an operation with its fragments expanded and compares it with the limits.
///
/// A fragment is measured once however often it is spread, so measuring takes time linear in the document even
/// where the expanded operation would be astronomically large. Sums saturate.
struct OperationMeasure {
    /// What a selection set amounts to.
    struct Size {
        /// Fields within fields.
        var depth = 0
        var aliases = 0
        /// Fields at the top level.
        var fields = 0
        var cost = 0

        mutating func add(_ other: Size) {
            depth = max(depth, other.depth)
            aliases = aliases.addingSaturating(other.aliases)
            fields = fields.addingSaturating(other.fields)
            cost = cost.addingSaturating(other.cost)
        }
    }

    private let document: Document
    private let schema: Schema
    private let limits: OperationLimits
    private let fragments: [String: NodeID<Document.FragmentDefinition>]
    private var measured: [String: Size] = [:]
    private var nesting = 0
    private var isTooNested = false

    /// Selection sets and fragments within one another, whether or not fields lie between them. The parser bounds the
    /// former; this is for chains of fragments.
    private static let maximumNesting = 4 * OperationLimits.maximumDepth

    /// - Throws: `QUERY_TOO_COMPLEX` with what was found and what is allowed.
    static func check(
        _ operation: Document.OperationDefinition,
        of document: Document,
        schema: Schema,
        root: TypeID,
        limits: OperationLimits
    ) throws(RequestErrors) {
        var measure = OperationMeasure(document, schema, limits)
        let size = measure.size(of: operation.selectionSet, on: root)
        let depth = min(limits.depth, OperationLimits.maximumDepth)
        var excess: String?
        if measure.isTooNested {
            excess = "nests fragments more than \(maximumNesting) deep"
        } else if size.depth > depth {
            excess = "nests fields \(size.depth) deep; the limit is \(depth)"
        } else if size.fields > limits.rootFields {
            excess = "selects \(size.fields) root fields; the limit is \(limits.rootFields)"
        } else if size.aliases > limits.aliases {
            excess = "uses \(size.aliases) aliases; the limit is \(limits.aliases)"
        } else if size.cost > limits.cost {
            excess = "has a cost of \(size.cost); the limit is \(limits.cost)"
        }
        guard let excess else { return }
        throw RequestErrors(
            GraphQLError(
                "The operation \(excess).",
                locations: [document.source.location(at: operation.range.offset)],
                code: .queryTooComplex
            )
        )
    }

    private init(_ document: Document, _ schema: Schema, _ limits: OperationLimits) {
        self.document = document
        self.schema = schema
        self.limits = limits
        fragments = document.fragmentsByName
    }

    private mutating func size(of set: Document.SelectionSet, on parent: TypeID?) -> Size {
        guard nesting < Self.maximumNesting else {
            isTooNested = true
            return Size()
        }
        nesting += 1
        defer { nesting -= 1 }
        var size = Size()
        for id in set.selections {
            switch document[id] {
            case .field(let field): size.add(self.size(of: document[field], on: parent))
            case .inline(let id):
                let fragment = document[id]
                let type = fragment.typeCondition.map { schema.typeID(named: document.text(of: $0)) } ?? parent
                size.add(self.size(of: fragment.selectionSet, on: type))
            case .spread(let id): size.add(self.size(ofFragment: document.text(of: document[id].name)))
            }
            if isTooNested { break }
        }
        return size
    }

    private mutating func size(ofFragment name: String) -> Size {
        if let known = measured[name] { return known }
        guard let id = fragments[name] else { return Size() }
        let fragment = document[id]
        let size = size(of: fragment.selectionSet, on: schema.typeID(named: document.text(of: fragment.typeCondition)))
        measured[name] = size
        return size
    }

    private mutating func size(of field: Document.Field, on parent: TypeID?) -> Size {
        let definition = parent.flatMap { schema[$0].fields?[document.text(of: field.name)] }
        var size = Size(depth: 1, aliases: field.alias == nil ? 0 : 1, fields: 1, cost: limits.fieldCost)
        if case .fetch? = definition?.resolution { size.cost = limits.fetchCost }
        if let set = field.selectionSet {
            let below = self.size(of: set, on: definition?.type.namedType ?? metaType(of: field))
            size.depth += below.depth
            size.aliases = size.aliases.addingSaturating(below.aliases)
            size.cost = size.cost.addingSaturating(below.cost)
        }
        return size
    }

    private func metaType(of field: Document.Field) -> TypeID? {
        switch document.text(of: field.name) {
        case "__schema": schema.typeID(named: "__Schema")
        case "__type": schema.typeID(named: "__Type")
        default: nil
        }
    }
}

extension Int {
    /// The sum, or the greatest number there is.
    fileprivate func addingSaturating(_ other: Int) -> Int {
        let (sum, isOverflow) = addingReportingOverflow(other)
        return isOverflow ? .max : sum
    }
}
