import JSON

extension FieldCompletion {
    /// CompleteValue, spec 6.4.3, for JSON text at the current position.
    mutating func completeJSON(_ text: Span<UInt8>) {
        do {
            try tape.read(text)
        } catch {
            return failMalformed()
        }
        completeJSON(text, at: 0)
    }

    /// The same for text that the host has its own rules for.
    mutating func completeJSON(
        _ text: Span<UInt8>,
        checkedBy check: (Span<UInt8>, borrowing JSONTape) -> FieldError?
    ) {
        // Text that is no JSON leaves the tape empty.
        try? tape.read(text)
        if let error = check(text, tape) { return fail(error) }
        guard tape.count > 0 else { return failMalformed() }
        completeJSON(text, at: 0)
    }

    private mutating func failMalformed() {
        fail(FieldError("The value is not valid JSON.", code: .internalServerError))
    }

    /// A value offered in another form than the field's type has it: written as JSON, then checked as such.
    mutating func completeEncoded(_ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        write(&writer)
        completeJSON(writer.bytes.span)
    }

    /// The value at an entry of the tape.
    mutating func completeJSON(_ text: Span<UInt8>, at index: Int) {
        let entry = tape[index]
        if entry.kind == .null { return completeNull() }
        if type.isList { return completeElements(text, entry, at: index) }
        switch currentShape {
        case .builtIn(let scalar):
            if Self.fits(text, entry, scalar) {
                output.writer.append(text, entry.range)
                state = .done
            } else {
                completeScalar(text, entry)
            }
        case .scalar: completeScalar(text, entry)
        case .enumeration(let names): completeEnum(text, entry, plan.tables.enums[Int(names)])
        case .object(let selection): completeObject(text, entry, at: index, selection)
        case .abstract: completeAbstract(text, entry, at: index)
        }
    }

    // MARK: Leaves

    /// Whether a value is certainly one of a built-in scalar as it is written; false: the scalar itself has to tell.
    private static func fits(_ text: Span<UInt8>, _ entry: JSONTape.Entry, _ scalar: BuiltInScalar) -> Bool {
        switch scalar {
        case .string, .id: return entry.kind == .string
        case .boolean: return entry.kind == .boolean
        case .float: return entry.kind == .number
        case .int:
            // Up to nine digits are always within 32 bits.
            guard entry.kind == .number, entry.isPlainInteger, entry.content.count < 10 else { return false }
            return true
        }
    }

    private mutating func completeScalar(_ text: Span<UInt8>, _ entry: JSONTape.Entry) {
        guard let coercion = plan.coercion(of: plan.tables.fields[Int(field)].shape) else { return failLeaf("a value") }
        do throws(ScalarCoercionError) {
            switch try coercion.checkOutput(text.extracting(entry.range)) {
            case .asWritten: output.writer.append(text, entry.range)
            case .rewritten(.null): return completeNull()
            case .rewritten(let value): output.writer.write(value)
            }
            state = .done
        } catch {
            fail(FieldError(error.message))
        }
    }

    private mutating func completeEnum(_ text: Span<UInt8>, _ entry: JSONTape.Entry, _ names: EnumNames) {
        if entry.kind == .string, let name = try? JSONScanner.decode(text, entry.string), names.names.contains(name) {
            output.writer.append(text, entry.range)
            state = .done
        } else {
            let value = inspect(json: text.extracting(entry.range))
            fail(FieldError("Enum \"\(names.typeName)\" cannot represent value: \(value)"))
        }
    }

    // MARK: Lists

    private mutating func completeElements(_ text: Span<UInt8>, _ entry: JSONTape.Entry, at index: Int) {
        guard entry.kind == .array, let itemType = type.item else { return failNotIterable() }
        let frame = beginValue()
        output.writer.append(0x5B)
        var element = index &+ 1
        var count = 0
        while element < entry.next {
            if count > 0 { output.writer.append(0x2C) }
            path.append(PathEntry(index: count))
            field = frame.field
            type = itemType
            state = .open
            completeJSON(text, at: element)
            path.removeLast()
            if state == .nulled { return nullValue(frame) }
            element = tape[element].next
            count &+= 1
        }
        output.writer.append(0x5D)
        endValue(frame)
    }

    // MARK: Objects

    private mutating func completeAbstract(_ text: Span<UInt8>, _ entry: JSONTape.Entry, at index: Int) {
        let name: String?
        if let resolver = operation.schema[type.namedType].typeResolver {
            name = resolver(text.extracting(entry.range))
        } else {
            name = typeNameMember(text, entry, at: index)
        }
        guard let selection = runtimeSelection(typeName: name) else { return }
        completeObject(text, entry, at: index, selection)
    }

    private func typeNameMember(_ text: Span<UInt8>, _ entry: JSONTape.Entry, at index: Int) -> String? {
        guard entry.kind == .object else { return nil }
        var found: String?
        var member = index &+ 1
        while member < entry.next {
            let value = tape[member &+ 1]
            if JSONScanner.equals(text, tape[member].string, "__typename") {
                found = value.kind == .string ? try? JSONScanner.decode(text, value.string) : nil
            }
            member = Int(value.next)
        }
        return found
    }

    private mutating func completeObject(
        _ text: Span<UInt8>,
        _ entry: JSONTape.Entry,
        at index: Int,
        _ selection: SelectionID
    ) {
        guard entry.kind == .object else {
            let name = operation.schema.name(of: type.namedType)
            let value = inspect(json: text.extracting(entry.range))
            return fail(FieldError("Expected value of type \"\(name)\" but got: \(value)."))
        }
        if let failure = plan.tables.failures[selection] { return failCollecting(failure) }
        let frame = beginValue()
        let slot = findMembers(text, entry, at: index, plan.tables.selections[Int(selection.index)].properties)
        let fields = plan.tables.selections[Int(selection.index)].fields
        output.writer.append(0x7B)
        var position = fields.lower
        while position < fields.upper {
            beginField(position, isFirst: position == fields.lower)
            completeMember(text, entry, slot)
            path.removeLast()
            if state == .nulled {
                removeSlots(from: slot)
                return nullValue(frame)
            }
            position &+= 1
        }
        removeSlots(from: slot)
        output.writer.append(0x7D)
        endValue(frame)
    }

    /// The current field, of a JSON object whose members stand in the slots from `slot` on.
    private mutating func completeMember(_ text: Span<UInt8>, _ parent: JSONTape.Entry, _ slot: Int) {
        switch plan.tables.fields[Int(field)].origin {
        case .property:
            guard coerceCurrentArguments() else { return }
            let member = slots[slot &+ Int(plan.tables.propertySlots[Int(field)])]
            if member < 0 { completeNull() } else { completeJSON(text, at: Int(member)) }
        case .fetch:
            leaveHole(parent: try? JSONValue(parsing: text.extracting(parent.range)))
        case .typeName, .schema, .type:
            completeMeta()
        }
    }

    private mutating func removeSlots(from first: Int) {
        while slots.count > first { slots.removeLast() }
    }

    /// Finds the members that a selection reads: pushes one slot a property, the tape's entry of its value or -1, and
    /// returns the place of the first. Of members of the same name the last counts.
    ///
    /// Members mostly come in the order in which they are selected, so the search goes on after the one found last.
    private mutating func findMembers(
        _ text: Span<UInt8>,
        _ entry: JSONTape.Entry,
        at index: Int,
        _ properties: PlanRange
    ) -> Int {
        let first = slots.count
        let count = properties.count
        while slots.count < first &+ count { slots.append(-1) }
        guard count > 0 else { return first }
        let planText = plan.tables.text
        var candidate = 0
        var member = index &+ 1
        while member < entry.next {
            let name = tape[member].string
            var tries = 0
            while tries < count {
                let property = plan.tables.propertyNames[Int(properties.lower) &+ candidate].text
                if name.hasEscapes || name.range.count == property.count,
                    JSONScanner.equals(text, name, planText.span.extracting(property.indices))
                {
                    slots[first &+ candidate] = Int32(truncatingIfNeeded: member &+ 1)
                    tries = count
                }
                tries &+= 1
                candidate = candidate &+ 1 < count ? candidate &+ 1 : 0
            }
            member = tape[member &+ 1].next
        }
        return first
    }
}
