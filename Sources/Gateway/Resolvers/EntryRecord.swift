import GraphQLEngine
import NATSKV
import NIOCore

/// An entry of a bucket as the schema shows it: fields come straight from what the store sent.
struct EntryRecord: ResolvedRecord {
    var key: String
    /// The stored text; absent for markers.
    var value: ByteBuffer?
    var revision: UInt64
    /// Absent where it was not asked for.
    var created: Timestamp?
    var operation: KeyValueEntry.Operation
    var delta: UInt64
    /// Whether it is one of an entry's history.
    var isInHistory = false
    /// What the value must fit to be shown; absent where it was checked before it was stored.
    var model: ModelValues?

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "key": completion.string(key)
        case "value": resolveValue(into: &completion)
        case "revision": resolveRevision(into: &completion)
        case "created": completion.int(created?.seconds ?? 0)
        case "operation": completion.string(operationName)
        case "createdAt": completion.string(created?.rfc3339 ?? "")
        case "delta": completion.int(Int64(clamping: delta))
        case "revisionLong": completion.int(Int64(clamping: revision))
        default: completion.null()
        }
    }

    private func resolveValue(into completion: inout FieldCompletion) {
        guard let value else { return completion.null() }
        if let model {
            completion.json(value.readableBytesUInt8Span) { text, structure in
                model.defect(ofStored: text, structure)
            }
        } else {
            completion.json(value.readableBytesUInt8Span)
        }
    }

    /// GraphQL's Int has 32 bits; what does not fit is an error that says where the number can be had.
    private func resolveRevision(into completion: inout FieldCompletion) {
        guard revision <= UInt64(Int32.max) else {
            return completion.error(
                FieldError("Revision \(revision) does not fit in an Int; revisionLong has it.", code: .badUserInput)
            )
        }
        completion.int(Int64(revision))
    }

    private var operationName: String {
        switch operation {
        case .put: "PUT"
        case .delete: "DELETE"
        case .purge: "PURGE"
        }
    }

    /// What ``Fetch/parent`` is for fields of the entry that must be fetched.
    struct Parent: Sendable {
        var key: String
        var isInHistory: Bool
    }

    var fetchParent: (any Sendable)? { Parent(key: key, isInHistory: isInHistory) }
}
