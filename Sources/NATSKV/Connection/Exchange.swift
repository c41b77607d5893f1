import NATSWire
import NIOCore

/// What a request asks, and whom its answer is told: one object for both, so that the table of requests moves a pointer.
protocol Exchange: AnyObject {
    /// Where it is asked; for errors.
    var subject: String { get }
    /// The header block, complete.
    var headers: [UInt8]? { get set }
    /// Of headers and payload together, in bytes.
    var size: Int { get }

    /// Equal questions may share an answer; what has no hash is asked for itself.
    var sharingHash: UInt32? { get }
    func asksTheSame(as other: any Exchange) -> Bool

    /// Whether one answer is all that can come to a question that was sent once, and nobody keeps the request's token.
    /// The subject of the answer may then serve another request.
    var isAnsweredOnce: Bool { get }

    /// Writes the question, to be answered on the subject that `reply` and the token's number make.
    func write(reply: [UInt8], _ token: RequestToken, to bytes: inout ByteBuffer)
    /// The answer came. Of this and `failed` one is called, once; neither where the request is given up.
    func answered(by message: MessageFrame)
    func failed(with error: NATSError)
}

extension Exchange {
    var sharingHash: UInt32? { nil }
    func asksTheSame(as other: any Exchange) -> Bool { false }
    var isAnsweredOnce: Bool { false }

    /// Puts lines behind those that the request has.
    func add(_ lines: HeaderLines) {
        let (start, end) = (Array("NATS/1.0\r\n".utf8), Array("\r\n".utf8))
        var block = headers ?? start + end
        block.removeLast(min(block.count, end.count))
        headers = block + lines.bytes + end
    }
}

/// Any request, and a closure that takes its answer.
final class Call: Exchange {
    private let subjectPrefix: String
    private let name: String
    var headers: [UInt8]?
    private let payload: ByteBuffer?
    private let completion: (NATSConnection.Reply) -> Void

    /// The subject is `subjectPrefix` and `subject` joined.
    init(
        subjectPrefix: String,
        subject: String,
        headers: [UInt8]?,
        payload: ByteBuffer?,
        completion: @escaping (NATSConnection.Reply) -> Void
    ) {
        self.subjectPrefix = subjectPrefix
        name = subject
        self.headers = headers
        self.payload = payload
        self.completion = completion
    }

    var subject: String { subjectPrefix + name }
    var size: Int { (headers?.count ?? 0) + (payload?.readableBytes ?? 0) }

    func write(reply: [UInt8], _ token: RequestToken, to bytes: inout ByteBuffer) {
        FrameEncoder.publish(
            JoinedBytes(subjectPrefix, name),
            reply: reply,
            replyNumber: token.number,
            headers: headers,
            payload: payload,
            to: &bytes
        )
    }

    func answered(by message: MessageFrame) { completion(.success(message)) }
    func failed(with error: NATSError) { completion(.failure(error)) }
}
