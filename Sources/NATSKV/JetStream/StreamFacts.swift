import JSON
import NIOCore

/// What of a stream's configuration decides how the bucket in it is read and written.
///
/// Never changes: what is learnt later is another one. An object, because every request passes it on.
final class StreamFacts: Sendable {
    let allowsDirectGet: Bool
    let replicas: Int
    /// What stands before a key in the subjects of the stored messages.
    let subjectPrefix: String
    /// The subject of a direct get that says in its body what it asks for.
    let directGetSubject: [UInt8]
    /// The body of one that asks for the newest message of a key, up to the key.
    let lastBySubjectStart: [UInt8]
    /// What stands before a key in the subject of a direct get that says in its subject what it asks for.
    let directGetPrefix: String
    let status: BucketStatus
    /// The configuration as the server sent it, to be sent back with changes.
    let configuration: JSONValue

    /// In a cluster the one that had to answer may be gone and another one take its place: a request is then sent again,
    /// recognised by its message id, until its deadline.
    var resendInterval: TimeAmount? { replicas > 1 ? .seconds(1) : nil }
    /// How often "no responders" is taken for a passing state: in a cluster until the deadline.
    var noResponderRetries: Int { replicas > 1 ? Int.max : 2 }

    /// Reads the reply of STREAM.INFO, STREAM.CREATE or STREAM.UPDATE.
    /// - Parameter apiPrefix: What the subjects of JetStream's API begin with.
    init(_ reply: JSONValue, bucket: BucketName, apiPrefix: String) throws(NATSError) {
        guard let configuration = reply["config"], configuration.object != nil else {
            throw NATSError(.protocolViolation, "the stream's description has no configuration")
        }
        self.configuration = configuration
        let mirror = configuration["mirror"]?["name"]?.string
        let isMirrorDirect = mirror != nil && configuration["mirror_direct"]?.bool ?? false
        allowsDirectGet = isMirrorDirect || configuration["allow_direct"]?.bool ?? false
        replicas = configuration["num_replicas"]?.integer ?? 1
        let isMirrorOfBucket = mirror?.hasPrefix("KV_") == true && mirror?.count ?? 0 > 3
        subjectPrefix = isMirrorOfBucket ? "$KV.\(mirror?.dropFirst(3) ?? "")." : bucket.subjectPrefix
        let subject = "\(apiPrefix)DIRECT.GET.\(bucket.streamName)"
        directGetSubject = Array(subject.utf8)
        // A mirrored stream's name may need escapes; keys never do.
        lastBySubjectStart = Array("{\"last_by_subj\":".utf8) + JSONValue.string(subjectPrefix).bytes().dropLast()
        directGetPrefix = "\(subject).\(subjectPrefix)"
        status = BucketStatus(reply, configuration: configuration, bucket: bucket, mirror: mirror)
    }
}

extension BucketStatus {
    init(_ reply: JSONValue, configuration: JSONValue, bucket: BucketName, mirror: String?) {
        name = bucket
        stream = configuration["name"]?.string ?? bucket.streamName
        description = configuration["description"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        values = reply["state"]?["messages"]?.unsigned ?? 0
        bytes = reply["state"]?["bytes"]?.unsigned ?? 0
        lastRevision = reply["state"]?["last_seq"]?.unsigned ?? 0
        history = configuration["max_msgs_per_subject"]?.integer ?? 1
        timeToLive = .nanoseconds(configuration["max_age"]?.integer ?? 0)
        maximumBytes = configuration["max_bytes"]?.integer.flatMap { $0 > 0 ? $0 : nil }
        maximumValueSize = configuration["max_msg_size"]?.integer.flatMap { $0 > 0 ? $0 : nil }
        storage = configuration["storage"]?.string == "memory" ? .memory : .file
        replicas = configuration["num_replicas"]?.integer ?? 1
        isCompressed = (configuration["compression"]?.string ?? "none") != "none"
        allowsDirectGet = configuration["allow_direct"]?.bool ?? false
        allowsMessageTimeToLive = configuration["allow_msg_ttl"]?.bool ?? false
        mirroredStream = mirror
        created = reply["created"]?.string.flatMap(Timestamp.init(rfc3339:)) ?? Timestamp(seconds: 0)
    }
}
