import JSON

extension FieldCompletion {
    /// CompleteValue, spec 6.4.3, for an object that the host has in memory.
    mutating func completeRecord<Record: ResolvedRecord & ~Copyable & ~Escapable>(_ record: borrowing Record) {
        guard !type.isList else { return failNotIterable() }
        switch currentShape {
        case .object(let selection):
            completeFields(of: selection, on: record)
        case .abstract:
            guard let selection = runtimeSelection(typeName: record.typeName) else { return }
            completeFields(of: selection, on: record)
        case .builtIn, .scalar, .enumeration:
            failLeaf("an object")
        }
    }

    /// ExecuteSelectionSet, spec 6.3, for a record at the current position.
    mutating func completeFields<Record: ResolvedRecord & ~Copyable & ~Escapable>(
        of selection: SelectionID,
        on record: borrowing Record
    ) {
        if let failure = plan.tables.failures[selection] { return failCollecting(failure) }
        let frame = beginValue()
        let fields = plan.tables.selections[Int(selection.index)].fields
        output.writer.append(0x7B)
        var index = fields.lower
        while index < fields.upper {
            beginField(index, isFirst: index == fields.lower)
            switch plan.tables.fields[Int(index)].origin {
            case .property(let property):
                if coerceCurrentArguments() {
                    record.resolve(plan.tables.properties[Int(property)], into: &self)
                }
                if state == .open { completeNull() }
            case .fetch:
                leaveHole(parent: record.fetchParent)
            case .typeName, .schema, .type:
                completeMeta()
            }
            path.removeLast()
            if state == .nulled { return nullValue(frame) }
            index &+= 1
        }
        output.writer.append(0x7D)
        endValue(frame)
    }

    /// CompleteValue for a list; `item` puts one value at a time.
    mutating func completeList(count: Int, item: (Int, inout FieldCompletion) -> Void) {
        guard let itemType = type.item else { return failNotIterable() }
        let frame = beginValue()
        output.writer.append(0x5B)
        var index = 0
        while index < count {
            if index > 0 { output.writer.append(0x2C) }
            path.append(PathEntry(index: index))
            field = frame.field
            type = itemType
            state = .open
            item(index, &self)
            if state == .open { completeNull() }
            path.removeLast()
            if state == .nulled { return nullValue(frame) }
            index &+= 1
        }
        output.writer.append(0x5D)
        endValue(frame)
    }
}
