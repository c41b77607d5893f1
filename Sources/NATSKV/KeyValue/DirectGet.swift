import NATSWire
import NIOCore

/// A direct get of the newest message of a key, answered by any server that holds the stream (ADR-31).
final class DirectGet: Exchange {
    private let bucket: LoopKeyValueBucket
    private let facts: StreamFacts
    private let key: KeyValueKey
    private let takesMarkers: Bool
    private let completion: LoopKeyValueBucket.EntryCompletion
    var headers: [UInt8]?

    /// - Parameters:
    ///   - takesMarkers: Whether a delete or purge marker is an entry; otherwise it counts as nothing.
    ///   - completion: Told the entry, or `nil` if there is none.
    init(
        of key: KeyValueKey,
        in bucket: LoopKeyValueBucket,
        _ facts: StreamFacts,
        takesMarkers: Bool,
        _ completion: @escaping LoopKeyValueBucket.EntryCompletion
    ) {
        self.bucket = bucket
        self.facts = facts
        self.key = key
        self.takesMarkers = takesMarkers
        self.completion = completion
    }

    var subject: String { facts.directGetPrefix + key.rawValue }
    var size: Int { headers?.count ?? 0 }

    /// The subject says it all: there is no payload.
    func write(reply: String, _ token: RequestToken, to bytes: inout ByteBuffer) {
        FrameEncoder.publish(
            JoinedBytes(facts.directGetPrefix, key.rawValue),
            reply: reply,
            replyNumber: token.number,
            headers: headers,
            payload: nil as [UInt8]?,
            to: &bytes
        )
    }

    func answered(by message: MessageFrame) {
        do throws(NATSError) {
            let entry = try DirectReply.entry(of: message, key: key)
            completion(.success(takesMarkers || entry?.operation == .put ? entry : nil))
        } catch {
            completion(.failure(error))
        }
    }

    func failed(with error: NATSError) {
        bucket.forgetFacts(after: error)
        completion(.failure(error))
    }
}
