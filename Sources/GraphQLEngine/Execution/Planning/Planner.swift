import JSON

/// Merges the selection sets of an operation, once for each object type that a value can have.
///
/// The same selection sets merged for the same type are planned once, so that a plan stays small even where fragments
/// are spread in many places. Selections for abstract types with many possible types are left for when such a value
/// turns up.
struct Planner {
    let context: PlanningContext
    let conditions: Conditions
    private(set) var tables: Plan.Tables

    /// Abstract types with more possible types than this are planned when a value of them turns up.
    private static var eagerTypes: Int { 8 }
    /// With more fields or field nodes than this no further abstract type is planned ahead: which fragments apply to
    /// which types could make a small document's plan exponentially large.
    private static var eagerFields: Int { 4096 }
    private static var eagerNodes: Int { 16_384 }

    init(_ context: PlanningContext, variables: VariableValues, extending plan: Plan? = nil) {
        self.context = context
        conditions = Conditions(
            source: context.source,
            indices: context.variableIndices,
            variables: variables
        )
        tables = plan?.tables ?? Plan.Tables()
    }

    /// Plans the whole operation.
    mutating func planOperation() {
        let set = context.source.document[context.operation].selectionSet
        tables.root = plan(for: context.root) { collector throws(PlanFailure) in try collector.collect(set) }
    }

    /// Plans a field of an abstract type for one of its possible types.
    mutating func planCase(of field: Int32, type: TypeID) {
        let nodes = Array(tables.nodes[tables.fields[Int(field)].nodes.indices])
        tables.cases[Plan.Case(field: field, type: type)] = plan(nodes, for: type)
    }

    /// The selection of merged fields for an object type.
    private mutating func plan(_ nodes: [NodeID<Document.Field>], for type: TypeID) -> SelectionID {
        let group = Plan.Group(type: type, nodes: nodes)
        if let known = tables.memo.selections[group] { return known }
        let source = context.source
        let selection = plan(for: type) { collector throws(PlanFailure) in
            for node in nodes {
                if let set = source.document[node].selectionSet { try collector.collect(set) }
            }
        }
        tables.memo.selections[group] = selection
        return selection
    }

    private mutating func plan(
        for type: TypeID,
        _ collect: (inout FieldCollector) throws(PlanFailure) -> Void
    ) -> SelectionID {
        var collector = FieldCollector(context, conditions: conditions, type: type)
        do throws(PlanFailure) {
            try collect(&collector)
        } catch {
            let selection = append(PlanSelection(fields: .none, properties: .none, type: type, mayFetch: false))
            tables.failures[selection] = error
            return selection
        }
        // Selections below come first: the fields of one selection must lie together.
        var fields: [PlanField] = []
        for group in collector.groups {
            if let field = planField(key: group.key, nodes: group.nodes, of: type) { fields.append(field) }
        }
        return append(fields, of: type)
    }

    private mutating func append(_ selection: PlanSelection) -> SelectionID {
        tables.selections.append(selection)
        return SelectionID(index: Int32(truncatingIfNeeded: tables.selections.count - 1))
    }

    private mutating func append(_ fields: [PlanField], of type: TypeID) -> SelectionID {
        let range = PlanRange(
            lower: Int32(truncatingIfNeeded: tables.fields.count),
            upper: Int32(truncatingIfNeeded: tables.fields.count + fields.count)
        )
        tables.fields += fields
        let properties = appendProperties(of: fields)
        for index in range.indices where tables.fields[index].shape == .abstract { planCases(of: index) }
        let mayFetch = range.indices.contains { tables.fields[$0].mayFetch || tables.fields[$0].isFetch }
        return append(PlanSelection(fields: range, properties: properties, type: type, mayFetch: mayFetch))
    }

    /// Lists the distinct properties that fields read.
    private mutating func appendProperties(of fields: [PlanField]) -> PlanRange {
        let lower = tables.propertyNames.count
        var slots: [Int32: Int32] = [:]
        for field in fields {
            guard case .property(let property) = field.origin else {
                tables.propertySlots.append(0)
                continue
            }
            if let slot = slots[property] {
                tables.propertySlots.append(slot)
                continue
            }
            let slot = Int32(truncatingIfNeeded: slots.count)
            slots[property] = slot
            tables.propertySlots.append(slot)
            let text = appendText(Array(tables.properties[Int(property)].utf8))
            tables.propertyNames.append(Plan.PropertyName(property: property, text: text))
        }
        return PlanRange(
            lower: Int32(truncatingIfNeeded: lower),
            upper: Int32(truncatingIfNeeded: tables.propertyNames.count)
        )
    }

    /// Plans a field of an abstract type for its possible types, as far as they are few.
    private mutating func planCases(of index: Int) {
        let possible = context.schema.possibleTypes(of: tables.fields[index].type.namedType)
        for type in possible {
            guard possible.count <= Self.eagerTypes, tables.fields.count <= Self.eagerFields,
                tables.nodes.count <= Self.eagerNodes
            else {
                tables.fields[index].mayFetch = true
                return
            }
            planCase(of: Int32(truncatingIfNeeded: index), type: type)
            guard let selection = tables.cases[Plan.Case(field: Int32(truncatingIfNeeded: index), type: type)] else {
                continue
            }
            if tables.selections[Int(selection.index)].mayFetch { tables.fields[index].mayFetch = true }
        }
    }

    // MARK: Fields

    private mutating func planField(
        key: String,
        nodes: [NodeID<Document.Field>],
        of parent: TypeID
    ) -> PlanField? {
        guard let first = nodes.first else { return nil }
        let node = context.source.document[first]
        let name = context.source.document.text(of: node.name)
        guard let found = definition(of: name, in: parent) else { return nil }
        var field = PlanField(
            key: appendKey(key),
            origin: origin(of: found, parent),
            shape: .abstract,
            type: found.definition.type,
            arguments: appendArguments(found.definition, node),
            nodes: appendNodes(nodes),
            parentType: parent,
            definition: found.index,
            mayFetch: false
        )
        field.shape = shape(of: field.type.namedType, nodes)
        if case .object(let selection) = field.shape {
            field.mayFetch = tables.selections[Int(selection.index)].mayFetch
        }
        return field
    }

    private struct Found {
        var definition: FieldDefinition
        /// In the parent type's fields; negative for meta-fields.
        var index: Int32
    }

    /// The definition of a field, meta-fields included (spec 4.1); nil where there is none.
    private func definition(of name: String, in parent: TypeID) -> Found? {
        if name.utf8.starts(with: "__".utf8) {
            return context.schema.metaField(named: name, in: parent).map { Found(definition: $0, index: -1) }
        }
        guard let fields = context.schema[parent].fields, let index = fields.index(named: name) else { return nil }
        return Found(definition: fields[index], index: Int32(truncatingIfNeeded: index))
    }

    private mutating func origin(of found: Found, _ parent: TypeID) -> PlanField.Origin {
        if found.index < 0 {
            switch found.definition.name {
            case "__schema": return .schema
            case "__type": return .type
            default: return .typeName(appendText(JSONValue.string(context.schema.name(of: parent)).bytes()))
            }
        }
        switch found.definition.resolution {
        case .fetch(let tag): return .fetch(tag: tag)
        case .property(let name): return .property(property(name))
        }
    }

    private mutating func shape(of type: TypeID, _ nodes: [NodeID<Document.Field>]) -> PlanField.Shape {
        switch context.schema[type] {
        case .scalar(let scalar):
            if let builtIn = scalar.builtIn { return .builtIn(builtIn) }
            if let known = tables.memo.scalars[type] { return .scalar(known) }
            let index = Int32(truncatingIfNeeded: tables.scalars.count)
            tables.scalars.append(scalar.coercion)
            tables.memo.scalars[type] = index
            return .scalar(index)
        case .enum(let enumeration):
            if let known = tables.memo.enums[type] { return .enumeration(known) }
            let index = Int32(truncatingIfNeeded: tables.enums.count)
            tables.enums.append(EnumNames(enumeration))
            tables.memo.enums[type] = index
            return .enumeration(index)
        case .object: return .object(plan(nodes, for: type))
        case .interface, .union, .inputObject: return .abstract
        }
    }

    // MARK: Tables

    private mutating func appendText(_ bytes: [UInt8]) -> PlanText {
        let lower = Int32(truncatingIfNeeded: tables.text.count)
        tables.text += bytes
        return PlanText(lower: lower, upper: Int32(truncatingIfNeeded: tables.text.count))
    }

    private mutating func appendKey(_ key: String) -> PlanText {
        appendText([0x2C] + JSONValue.string(key).bytes() + [0x3A])
    }

    private mutating func property(_ name: String) -> Int32 {
        // By bytes: names that only Unicode normalisation makes equal are different members of a JSON object.
        let bytes = Array(name.utf8)
        if let known = tables.memo.properties[bytes] { return known }
        let index = Int32(truncatingIfNeeded: tables.properties.count)
        tables.properties.append(name)
        tables.memo.properties[bytes] = index
        return index
    }

    private mutating func appendNodes(_ nodes: [NodeID<Document.Field>]) -> PlanRange {
        let lower = Int32(truncatingIfNeeded: tables.nodes.count)
        tables.nodes += nodes
        return PlanRange(lower: lower, upper: Int32(truncatingIfNeeded: tables.nodes.count))
    }

    private mutating func appendArguments(_ definition: FieldDefinition, _ node: Document.Field) -> Int32 {
        guard !definition.arguments.isEmpty else { return -1 }
        tables.arguments.append(
            ArgumentPlan(definition.arguments, field: node, in: context)
        )
        return Int32(truncatingIfNeeded: tables.arguments.count - 1)
    }
}
