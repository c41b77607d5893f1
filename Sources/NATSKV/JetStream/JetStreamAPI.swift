import JSON
import NATSWire
import NIOCore

/// Requests to JetStream's JSON API over one connection.
struct JetStreamAPI {
    let connection: NATSConnection
    /// What every subject of the API begins with, with its last dot.
    var prefix = "$JS.API."

    /// Calls `prefix` + `endpoint` and gives the reply's JSON, or the error in it.
    ///
    /// - Parameter kind: `recognisedWrite` for what changes something and may be called twice.
    /// - Parameter isResent: whether the call is made again every second without an answer, as in a cluster whose leader
    ///   is gone. After a loss of the connection it is made again in any case.
    @discardableResult
    func call(
        _ endpoint: String,
        _ body: JSONValue? = nil,
        kind: Request.Kind = .read,
        isResent: Bool = true,
        deadline: NIODeadline,
        _ completion: @escaping (Result<JSONValue, NATSError>) -> Void
    ) -> RequestToken? {
        let subject = prefix + endpoint
        let request = Request(
            kind: kind,
            subject: subject,
            payload: body.map { ByteBuffer(bytes: $0.bytes()) },
            deadline: deadline,
            retries: 2,
            resendInterval: isResent ? .seconds(1) : nil
        ) { reply in
            let result = Self.decode(reply, subject: subject)
            let again = NIODeadline.now() + .milliseconds(250)
            guard case .failure(let error) = result, again < deadline,
                error.jetStreamCode == JetStreamErrorCode.temporarilyUnavailable
            else { return completion(result) }
            connection.schedule(at: again) {
                call(endpoint, body, kind: kind, isResent: isResent, deadline: deadline, completion)
            }
        }
        return connection.request(request)
    }

    private static func decode(_ reply: NATSConnection.Reply, subject: String) -> Result<JSONValue, NATSError> {
        switch reply {
        case .failure(let error): return .failure(error)
        case .success(let message):
            let value: JSONValue
            do {
                value = try JSONValue(parsing: Array(message.payload.readableBytesView), maximumDepth: 64)
            } catch {
                let text = "JetStream's reply cannot be read"
                return .failure(NATSError(.protocolViolation, text, subject: subject, underlying: error))
            }
            if let error = value["error"], error.object != nil {
                return .failure(JetStreamErrorCode.error(error, subject: subject))
            }
            return .success(value)
        }
    }
}

extension JSONValue {
    /// A whole number that is not negative.
    var unsigned: UInt64? { number.flatMap { UInt64($0.text) ?? $0.int64.flatMap { UInt64(exactly: $0) } } }
    /// A whole number.
    var integer: Int? { number?.int64.flatMap { Int(exactly: $0) } }
}
