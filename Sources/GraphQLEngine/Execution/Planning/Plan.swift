import JSON

/// What execution reads of an operation: selection sets merged per object type, in flat tables.
///
/// A plan is immutable. ``PlanStore`` makes larger ones where a runtime type turns up that was not planned before;
/// positions in the tables stay valid in them.
final class Plan: Sendable {
    let tables: Tables
    /// What it was planned for.
    let schema: Schema

    /// Whether other executions may use it too.
    let isShared: Bool

    init(_ tables: Tables, schema: Schema, isShared: Bool) {
        self.tables = tables
        self.schema = schema
        self.isShared = isShared
    }

    struct Tables: Sendable {
        var root = SelectionID(index: 0)
        var selections: [PlanSelection] = []
        var fields: [PlanField] = []
        var arguments: [ArgumentPlan] = []
        /// Bytes of response keys (as JSON, between a comma and a colon) and of property names.
        var text: [UInt8] = []
        /// Names of properties, each once.
        var properties: [String] = []
        /// The distinct properties of each selection.
        var propertyNames: [PropertyName] = []
        /// For each field, the place of its property within its selection's ``propertyNames``; parallel to `fields`.
        var propertySlots: [Int32] = []
        var nodes: [NodeID<Document.Field>] = []
        var scalars: [any ScalarCoercion] = []
        var enums: [EnumNames] = []
        /// Selections of fields with an abstract type, by field and runtime type.
        var cases: [Case: SelectionID] = [:]
        /// Selections that failed while they were collected: a condition that is no Boolean.
        var failures: [SelectionID: PlanFailure] = [:]
        var memo = Memo()
    }

    /// A field of an abstract type and the object type that a value turned out to have.
    struct Case: Sendable, Hashable {
        var field: Int32
        var type: TypeID
    }

    /// The name of a property: an index into `properties`, and its bytes in `text`.
    struct PropertyName: Sendable {
        var property: Int32
        var text: PlanText
    }

    /// What the planner remembers, so that nothing is planned or stored twice.
    struct Memo: Sendable {
        var selections: [Group: SelectionID] = [:]
        var properties: [[UInt8]: Int32] = [:]
        var scalars: [TypeID: Int32] = [:]
        var enums: [TypeID: Int32] = [:]
    }

    /// The selection sets that are merged, and the object type that they are merged for.
    struct Group: Sendable, Hashable {
        var type: TypeID
        var nodes: [NodeID<Document.Field>]
    }
}

/// Why a selection set cannot be collected.
struct PlanFailure: Error, Sendable {
    var message: String
    var offset: UInt32
}

/// The names of an enum's values as bytes.
struct EnumNames: Sendable {
    let typeName: String
    let names: Set<String>

    init(_ type: EnumType) {
        typeName = type.name
        names = Set(type.values.map(\.name))
    }
}

extension Plan {
    /// Appends a part of the plan's text.
    @inline(__always)
    func append(_ text: PlanText, to writer: inout JSONWriter) {
        tables.text.withUnsafeBufferPointer { bytes in
            writer.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[text.indices]))
        }
    }

    /// The response key of a field.
    func responseKey(of field: Int32) -> String {
        // The key stands as JSON between a comma and a colon; names need no escapes.
        let key = tables.fields[Int(field)].key.indices
        return String(decoding: tables.text[(key.lowerBound + 2)..<(key.upperBound - 2)], as: UTF8.self)
    }

    /// A response path for an error.
    func segments(of path: [PathEntry]) -> [PathSegment] {
        path.map { entry in
            entry.field.map { .key(responseKey(of: Int32(truncatingIfNeeded: $0))) } ?? .index(entry.index)
        }
    }

    /// The selections below a field that are planned: one where its type is an object type.
    func subselections(of field: Int32) -> [SelectionID] {
        switch tables.fields[Int(field)].shape {
        case .object(let selection): return [selection]
        case .abstract:
            return tables.cases.filter { $0.key.field == field }.map(\.value).sorted { $0.index < $1.index }
        case .builtIn, .scalar, .enumeration: return []
        }
    }

    /// What values of a scalar go through.
    func coercion(of shape: PlanField.Shape) -> (any ScalarCoercion)? {
        switch shape {
        case .builtIn(let scalar): scalar.coercion
        case .scalar(let index): tables.scalars[Int(index)]
        case .enumeration, .object, .abstract: nil
        }
    }
}
