import JSON

extension FieldCompletion {
    /// Where a list or object begins: what is restored when it ends, or taken back when it becomes null.
    struct Frame {
        var field: Int32
        var type: TypeReference
        var mark: ResponseOutput.Mark
        var holes: Int
        var enclosures: Int
        /// The enclosure that was the innermost before.
        var outerEnclosure: Int32
    }

    /// The shape of the named type at the current position.
    var currentShape: PlanField.Shape { plan.tables.fields[Int(field)].shape }

    /// Whether the type at the current position is this scalar, not in a list.
    func isLeaf(_ scalar: BuiltInScalar) -> Bool {
        currentShape == .builtIn(scalar) && !type.isList
    }

    // MARK: Lists and objects

    /// Begins a list or an object at the current position.
    mutating func beginValue() -> Frame {
        let frame = Frame(
            field: field,
            type: type,
            mark: output.mark,
            holes: holes.count,
            enclosures: enclosures.count,
            outerEnclosure: enclosure
        )
        if !type.isNonNull, field >= 0, plan.tables.fields[Int(field)].mayFetch {
            enclosures.append(Enclosure(start: output.position, end: output.position, parent: enclosure))
            enclosure = Int32(truncatingIfNeeded: enclosures.count - 1)
        }
        return frame
    }

    /// Ends it.
    mutating func endValue(_ frame: Frame) {
        if enclosure != frame.outerEnclosure {
            if holes.count == frame.holes {
                enclosures.removeLast(enclosures.count - frame.enclosures)
            } else {
                enclosures[Int(enclosure)].end = output.position
            }
            enclosure = frame.outerEnclosure
        }
        field = frame.field
        type = frame.type
        state = .done
    }

    /// Takes it back because something inside is null that must not be.
    mutating func nullValue(_ frame: Frame) {
        output.rewind(to: frame.mark)
        removeHoles(downTo: frame.holes)
        if enclosures.count > frame.enclosures { enclosures.removeLast(enclosures.count - frame.enclosures) }
        enclosure = frame.outerEnclosure
        field = frame.field
        type = frame.type
        settleNull()
    }

    /// Writes a field's key and makes it the current one.
    mutating func beginField(_ index: Int32, isFirst: Bool) {
        var key = plan.tables.fields[Int(index)].key
        if isFirst { key.lower &+= 1 }
        plan.append(key, to: &output.writer)
        path.append(PathEntry(field: index))
        field = index
        type = plan.tables.fields[Int(index)].type
        state = .open
    }

    // MARK: Null and errors

    /// Null as a value: an error where the type is non-null.
    mutating func completeNull() {
        if type.isNonNull {
            record(FieldError("Cannot return null for non-nullable field \(fieldCoordinate)."))
        }
        settleNull()
    }

    /// Null after an error: written here where the type allows it, else it goes up.
    mutating func settleNull() {
        if type.isNonNull {
            state = .nulled
        } else {
            output.writer.writeNull()
            state = .done
        }
    }

    /// A field error at the current position.
    mutating func fail(_ error: FieldError, offset: UInt32? = nil) {
        record(error, offset: offset)
        settleNull()
    }

    /// A large result that does not fit may have an error at every item; more than these are only counted.
    private static var maximumErrors: Int { 1000 }

    private mutating func record(_ error: FieldError, offset: UInt32? = nil) {
        guard errors.count < Self.maximumErrors else {
            omittedErrors &+= 1
            return
        }
        errors.append(FieldErrorRecord(error: error, field: field, offset: offset.map(Int64.init) ?? -1, path: path))
    }

    mutating func failNotIterable() {
        fail(FieldError("Expected Iterable, but did not find one for field \"\(fieldCoordinate)\"."))
    }

    /// A value of another kind than the leaf or object type wants, where the value itself is not shown.
    mutating func failLeaf(_ found: String) {
        let name = operation.schema.name(of: type.namedType)
        fail(FieldError("\(name) cannot represent \(found)."))
    }

    /// `Type.field` of the current field, as messages name it.
    var fieldCoordinate: String {
        let selection = FieldSelection(plan: plan, field: field)
        return selection.parentTypeName + "." + selection.fieldName
    }

    // MARK: Types and arguments

    /// ResolveAbstractType, spec 6.4.3: the selection for the type that a value of the current abstract type has; nil
    /// after an error.
    mutating func runtimeSelection(typeName: String?) -> SelectionID? {
        let schema = operation.schema
        let id = typeName.flatMap { schema.typeID(named: $0) }
        if let id, let selection = plan.tables.cases[Plan.Case(field: field, type: id)] { return selection }
        guard let id, case .object = schema[id], schema.isSubtype(id, of: type.namedType) else {
            fail(FieldError(typeError(typeName, id)))
            return nil
        }
        return planSelection(for: id)
    }

    /// Why a value of the current abstract type has no usable object type.
    private func typeError(_ name: String?, _ id: TypeID?) -> String {
        let abstract = operation.schema.name(of: type.namedType)
        guard let name = name?.truncated(to: 200) else {
            return "Abstract type \"\(abstract)\" must resolve to an Object type at runtime for field "
                + "\"\(fieldCoordinate)\". Either the \"\(abstract)\" type should provide a \"resolveType\" function or "
                + "each possible type should provide an \"isTypeOf\" function."
        }
        guard let id else {
            return
                "Abstract type \"\(abstract)\" was resolved to a type \"\(name)\" that does not exist inside the schema."
        }
        guard case .object = operation.schema[id] else {
            return "Abstract type \"\(abstract)\" was resolved to a non-object type \"\(name)\"."
        }
        return "Runtime Object type \"\(name)\" is not a possible type for \"\(abstract)\"."
    }

    private mutating func planSelection(for type: TypeID) -> SelectionID? {
        plan = operation.plans.extended(plan, field: field, type: type, variables: variables)
        return plan.tables.cases[Plan.Case(field: field, type: type)]
    }

    mutating func failCollecting(_ failure: PlanFailure) {
        fail(FieldError(failure.message, code: .badUserInput), offset: failure.offset)
    }

    /// CoerceArgumentValues, spec 6.4.1, for the current field, a property; false after an error.
    mutating func coerceCurrentArguments() -> Bool {
        if plan.tables.fields[Int(field)].arguments < 0 {
            if currentArguments.count > 0 { currentArguments = .none }
            return true
        }
        guard let arguments = coercedArguments() else { return false }
        currentArguments = arguments
        return true
    }

    /// CoerceArgumentValues, spec 6.4.1, for the current field; nil after an error.
    mutating func coercedArguments() -> Arguments? {
        let index = plan.tables.fields[Int(field)].arguments
        guard index >= 0 else { return Arguments.none }
        switch plan.tables.arguments[Int(index)].coerced(with: variables, in: operation) {
        case .success(let arguments):
            return arguments
        case .failure(let failure):
            fail(FieldError(failure.message, code: .badUserInput), offset: failure.offset)
            return nil
        }
    }
}
