/// What is wrong with bytes that the other side sent. The connection cannot go on after any of these.
package enum WireError: Error, Sendable, Hashable {
    /// The line does not start with an operation of this direction, or a payload does not end with CRLF.
    case unknownOperation
    /// A control line is longer than `limit` bytes.
    case controlLineTooLong(limit: Int)
    /// A message declares more than `limit` bytes (headers included).
    case payloadTooLarge(size: Int, limit: Int, hasHeaders: Bool = false)
    /// A message declares a header block of more than `limit` bytes.
    case headersTooLarge(size: Int, limit: Int)
    /// The arguments of this operation do not have the form that the protocol gives them.
    case invalidArguments(Operation)

    /// The operations whose lines carry arguments.
    package enum Operation: String, Sendable, Hashable {
        case info = "INFO"
        case connect = "CONNECT"
        case message = "MSG"
        case headerMessage = "HMSG"
        case publish = "PUB"
        case headerPublish = "HPUB"
        case subscribe = "SUB"
        case unsubscribe = "UNSUB"
        case error = "-ERR"
    }

    /// The text between the quotes of the `-ERR` that nats-server sends before it closes the connection;
    /// `nil` where it closes without a word.
    package var serverText: String? {
        switch self {
        case .unknownOperation: "Unknown Protocol Operation"
        case .controlLineTooLong: "maximum control line exceeded"
        case .payloadTooLarge, .headersTooLarge: "Maximum Payload Violation"
        case .invalidArguments: nil
        }
    }
}

extension WireError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownOperation: "unknown protocol operation"
        case .controlLineTooLong(let limit): "control line longer than \(limit) bytes"
        case .payloadTooLarge(let size, let limit, _): "message of \(size) bytes, at most \(limit) are allowed"
        case .headersTooLarge(let size, let limit): "headers of \(size) bytes, at most \(limit) are allowed"
        case .invalidArguments(let operation): "invalid arguments of \(operation.rawValue)"
        }
    }
}
