import NATSWire
import NIOCore

/// A direct get of the newest message of a key, answered by any server that holds the stream (ADR-31).
final class DirectGet: Exchange {
    private let bucket: LoopKeyValueBucket
    private let facts: StreamFacts
    private let key: KeyValueKey
    private let takesMarkers: Bool
    private let isInBody: Bool
    private let deadline: NIODeadline
    private let completion: LoopKeyValueBucket.EntryCompletion
    var headers: [UInt8]?

    /// - Parameters:
    ///   - isInBody: Where it says what it wants: in the body or in the subject.
    ///   - takesMarkers: Whether a delete or purge marker is an entry; otherwise it counts as nothing.
    ///   - completion: Told the entry, or `nil` if there is none.
    init(
        of key: KeyValueKey,
        in bucket: LoopKeyValueBucket,
        _ facts: StreamFacts,
        isInBody: Bool,
        takesMarkers: Bool,
        deadline: NIODeadline,
        _ completion: @escaping LoopKeyValueBucket.EntryCompletion
    ) {
        self.bucket = bucket
        self.facts = facts
        self.key = key
        self.isInBody = isInBody
        self.takesMarkers = takesMarkers
        self.deadline = deadline
        self.completion = completion
    }

    /// As a request. While it is not known whether gets in the body reach anybody, nobody is not waited for.
    var request: Request {
        Request(
            self,
            kind: .read,
            deadline: deadline,
            retries: isInBody && bucket.directGetForm == .untried ? 0 : facts.noResponderRetries,
            resendInterval: facts.resendInterval
        )
    }

    var subject: String {
        isInBody ? String(decoding: facts.directGetSubject, as: UTF8.self) : facts.directGetPrefix + key.rawValue
    }
    var size: Int { (headers?.count ?? 0) + (isInBody ? body.wireCount : 0) }

    /// One member of a queue group answers, and the answer names its subject.
    var isAnsweredOnce: Bool { true }

    var sharingHash: UInt32? { KeyHash.of(key.rawValue) }

    func asksTheSame(as other: any Exchange) -> Bool {
        guard let other = other as? DirectGet, key == other.key, isInBody == other.isInBody else { return false }
        return facts.directGetPrefix == other.facts.directGetPrefix && headers == other.headers
    }

    private var body: JoinedBytes<JoinedBytes<[UInt8], String>, StaticString> {
        JoinedBytes(JoinedBytes(facts.lastBySubjectStart, key.rawValue), "\"}")
    }

    func write(reply: [UInt8], _ token: RequestToken, to bytes: inout ByteBuffer) {
        if isInBody {
            FrameEncoder.publish(
                facts.directGetSubject,
                reply: reply,
                replyNumber: token.number,
                headers: headers,
                payload: body,
                to: &bytes
            )
        } else {
            FrameEncoder.publish(
                JoinedBytes(facts.directGetPrefix, key.rawValue),
                reply: reply,
                replyNumber: token.number,
                headers: headers,
                payload: nil as [UInt8]?,
                to: &bytes
            )
        }
    }

    func answered(by message: MessageFrame) {
        bucket.directGetForm.answered(inBody: isInBody)
        do throws(NATSError) {
            let prefix = facts.subjectPrefix
            let entry = try DirectReply.entry(of: message, key: key, subjectPrefix: prefix, takesMarkers: takesMarkers)
            completion(.success(entry))
        } catch {
            completion(.failure(error))
        }
    }

    func failed(with error: NATSError) {
        if isInBody, bucket.directGetForm.failed(with: error.code) {
            bucket.connection.request(inSubject.request)
            return
        }
        bucket.forgetFacts(after: error)
        completion(.failure(error))
    }

    /// The same get in the other form.
    private var inSubject: DirectGet {
        DirectGet(
            of: key,
            in: bucket,
            facts,
            isInBody: false,
            takesMarkers: takesMarkers,
            deadline: deadline,
            completion
        )
    }
}
