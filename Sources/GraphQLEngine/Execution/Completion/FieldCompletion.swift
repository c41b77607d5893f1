public import JSON

/// Where a host puts the value of one field: each method checks the value against the field's type and writes it into
/// the response.
///
/// Call one of the methods once; later calls are ignored. A value that does not fit the type is a field error, and
/// null goes up to the next nullable field, list item or object, as spec 6.4.4 says. Nothing that is put in can trap.
///
/// It exists only inside the calls that hand it out: ``ResolvedRecord/resolve(_:into:)`` and
/// ``Execution/resume(_:_:)``.
public struct FieldCompletion: ~Copyable {
    var state = State.done
    var output = ResponseOutput()
    var errors: [FieldErrorRecord] = []
    /// Errors that were not kept because there were too many.
    var omittedErrors = 0
    /// From the root to the current field: places in ``Plan/fields``, and list indices as their complement.
    var path: [PathEntry] = []
    var plan: Plan
    var operation: PreparedOperation
    var variables = VariableValues.none
    /// The current field, in ``Plan/fields``.
    var field: Int32 = -1
    /// The type at the current position: the field's, or the item type of one of its lists.
    var type: TypeReference
    /// Arguments of the current field, where it is a property with arguments.
    var currentArguments = Arguments.none
    /// The JSON text that is being projected, and where its objects have the members that a selection reads.
    var tape = JSONTape()
    var slots: [Int32] = []
    /// Every fetch of the run, answered or not.
    var holes: [Hole] = []
    /// What those are handed out with that were not yet; parallel to `holes`.
    var fetchInputs: [FetchInput] = []
    /// The paths of holes, one after another.
    var holePaths: [PathEntry] = []
    var enclosures: [Enclosure] = []
    /// The innermost enclosure at the current position; negative for none.
    var enclosure: Int32 = -1
    /// The fetch whose result is being completed; negative for the root.
    var currentHole: Int32 = -1
    /// The pieces of `data`.
    var rootRun = 0..<0
    var schedule = Schedule()
    /// The parts of a short response, put together.
    var assembled: [UInt8] = []
    /// The next one that is kept by an ``ExecutionPool``.
    var nextFree: Box<FieldCompletion>?

    enum State {
        /// No value yet.
        case open
        /// A value or null is written.
        case done
        /// Null where it may not be: the parent becomes null.
        case nulled
    }
}

// MARK: What a host may say

extension FieldCompletion {
    /// What a field's type asks for.
    public enum Expectation: Sendable, Hashable {
        /// A scalar or an enum value.
        case leaf
        /// An object of an object, interface or union type.
        case object
        case list
    }

    /// What is to be put here; for hosts that cannot tell from the name of the property.
    public var expectation: Expectation {
        if type.isList { return .list }
        switch currentShape {
        case .builtIn, .scalar, .enumeration: return .leaf
        case .object, .abstract: return .object
        }
    }

    /// The coerced arguments of the field. Empty for a fetch: ``Fetch/arguments`` has them.
    public var arguments: Arguments { currentArguments }

    /// Null, without an error unless the type is non-null.
    public mutating func null() {
        guard state == .open else { return }
        completeNull()
    }

    /// A Boolean.
    public mutating func bool(_ value: Bool) {
        guard state == .open else { return }
        if isLeaf(.boolean) {
            output.writer.write(value)
            state = .done
        } else {
            completeEncoded { $0.write(value) }
        }
    }

    /// An integer. Outside of 32 bits it is an error where the type is `Int`.
    public mutating func int(_ value: Int64) {
        guard state == .open else { return }
        if isLeaf(.float) || (isLeaf(.int) && Int32(exactly: value) != nil) {
            output.writer.write(value)
            state = .done
        } else {
            completeEncoded { $0.write(value) }
        }
    }

    /// A number. Not finite is an error, as JSON cannot say it.
    public mutating func double(_ value: Double) {
        guard state == .open else { return }
        guard value.isFinite else { return failLeaf("a number that is not finite") }
        completeEncoded { $0.write(value) }
    }

    /// Text.
    public mutating func string(_ value: String) {
        guard state == .open else { return }
        switch currentShape {
        case _ where type.isList: completeEncoded { $0.writeString(value) }
        case .builtIn(.string), .builtIn(.id):
            output.writer.writeString(value)
            state = .done
        case .enumeration(let index) where plan.tables.enums[Int(index)].names.contains(value):
            output.writer.writeString(value)
            state = .done
        default: completeEncoded { $0.writeString(value) }
        }
    }

    /// Text as UTF-8. Bytes that are not well-formed are replaced by U+FFFD.
    public mutating func string(utf8 value: Span<UInt8>) {
        guard state == .open else { return }
        if isLeaf(.string) || isLeaf(.id), JSONScanner.firstInvalidUTF8(value) == nil {
            output.writer.writeString(value)
            state = .done
        } else {
            string(value.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        }
    }

    /// A value as JSON text, of any type: the selected fields are projected straight into the response, numbers and
    /// strings as they are written. Fields of object types take the members that ``FieldResolution/property(_:)``
    /// names. Malformed text is a field error.
    public mutating func json(_ text: Span<UInt8>) {
        guard state == .open else { return }
        completeJSON(text)
    }

    /// A value as JSON text that is put into the response only if the host finds nothing wrong with it: the text is read
    /// once, for the check and for projection.
    ///
    /// - Parameter check: Called once with the text and its structure; an empty one where the text is no JSON. What it
    ///   gives is the field's error.
    public mutating func json(
        _ text: Span<UInt8>,
        checkedBy check: (_ text: Span<UInt8>, _ structure: borrowing JSONTape) -> FieldError?
    ) {
        guard state == .open else { return }
        completeJSON(text, checkedBy: check)
    }

    /// A value as a JSON tree.
    public mutating func json(_ value: JSONValue) {
        guard state == .open else { return }
        completeEncoded { $0.write(value) }
    }

    /// An object.
    public mutating func record<Record: ResolvedRecord & ~Copyable & ~Escapable>(_ record: borrowing Record) {
        guard state == .open else { return }
        completeRecord(record)
    }

    /// A list: `item` is called for each position and puts that item.
    ///
    /// ```swift
    /// completion.list(count: keys.count) { index, item in item.string(keys[index]) }
    /// ```
    public mutating func list(count: Int, item: (_ index: Int, _ completion: inout FieldCompletion) -> Void) {
        guard state == .open else { return }
        completeList(count: count, item: item)
    }

    /// A list of objects.
    public mutating func list<Records: Collection>(of records: Records) where Records.Element: ResolvedRecord {
        guard state == .open else { return }
        var position = records.startIndex
        completeList(count: records.count) { _, completion in
            guard position < records.endIndex else { return }
            completion.completeRecord(records[position])
            records.formIndex(after: &position)
        }
    }

    /// A field error: the field is null and the response lists the error with the field's path and location.
    public mutating func error(_ error: FieldError) {
        guard state == .open else { return }
        fail(error)
    }
}
