import GraphQLEngine
import NATSKV

/// A bucket's state and settings as the schema shows them.
struct BucketStatusRecord: ResolvedRecord {
    var status: BucketStatus

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "bucket": completion.string(status.name.rawValue)
        case "values": completion.int(Int64(clamping: status.values))
        case "bytes": completion.int(Int64(clamping: status.bytes))
        case "lastRevision": completion.int(Int64(clamping: status.lastRevision))
        case "history": completion.int(Int64(status.history))
        case "ttl": completion.double(status.timeToLive / .seconds(1))
        case "maxBytes": resolve(status.maximumBytes, into: &completion)
        case "maxValueSize": resolve(status.maximumValueSize, into: &completion)
        case "replicas": completion.int(Int64(status.replicas))
        case "storage": completion.string(status.storage == .memory ? "MEMORY" : "FILE")
        case "compression": completion.string(status.isCompressed ? "S2" : "NONE")
        case "backingStream": completion.string(status.stream)
        default: completion.null()
        }
    }

    private func resolve(_ limit: Int?, into completion: inout FieldCompletion) {
        if let limit {
            completion.int(Int64(limit))
        } else {
            completion.null()
        }
    }
}
