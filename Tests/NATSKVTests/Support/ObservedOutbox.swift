import NIOCore

@testable import NATSKV

/// An outbox as an object, so that expectations can hold what changes it.
final class ObservedOutbox {
    private var outbox: Outbox

    init(maximumRequests: Int) throws {
        var settings = try configuration("nats://127.0.0.1:4222")
        settings.maximumRequests = maximumRequests
        outbox = Outbox(settings, inbox: "i.")
    }

    var gate: Outbox.Gate {
        get { outbox.gate }
        set { outbox.gate = newValue }
    }
    var callerHeaders: [UInt64: HeaderLines] {
        get { outbox.callerHeaders }
        set { outbox.callerHeaders = newValue }
    }
    var bytes: ByteBuffer { outbox.bytes }
    var count: Int { outbox.requests.count }
    var sentCount: Int { outbox.requests.sentCount }
    var earliest: NIODeadline { outbox.requests.earliest }

    func begin(_ request: Request) throws -> Outbox.Begun { try outbox.begin(request) }
    func write(_ token: RequestToken, now: NIODeadline) -> Bool { outbox.write(token, now: now) }
    func publish(_ subject: String) { outbox.publish(subject, reply: nil, headers: nil, payload: nil) }
    func flushed() { outbox.flushed() }
    func connectionLost(_ cause: NATSError) -> [FailedRequest] { outbox.connectionLost(cause) }

    func waiting() -> [RequestToken] { outbox.requests.waiting() }
    func remove(_ token: RequestToken) -> Request? { outbox.requests.remove(token) }
    func removeAll(_ cause: NATSError) -> [FailedRequest] { outbox.requests.removeAll(cause) }
    func noResponders(_ token: RequestToken, now: NIODeadline) -> [FailedRequest] {
        outbox.requests.noResponders(token, now: now)
    }
    func expire(now: NIODeadline, cause: NATSError?) -> [RequestTable.Outcome] {
        outbox.requests.expire(now: now, cause: cause)
    }

    /// - Returns: how many requests the caller had.
    func giveUp(_ caller: UInt64) -> Int { outbox.requests.removeAll(of: CancellationToken(number: caller)).requests }

    /// Whom an answer reaches, in order.
    func answer(_ token: RequestToken) -> [Int] {
        var reached: [Int] = []
        while let request = remove(token) {
            reached.append(request.exchange.number ?? 0)
            guard request.isShared else { break }
        }
        return reached
    }
}
