import NIOHTTP1

/// The fields of a request that are looked at, found in one pass over all of them.
struct RequestFields: Equatable {
    var host: String?
    var hostCount = 0
    /// Several fields are one list.
    var accept: String?
    var contentType: String?
    var contentEncoding: String?
    /// Several fields are one list.
    var acceptEncoding: String?
    /// Only where it is fit to be repeated.
    var requestID: String?
    private var traceParent: String?
    private var traceState: String?
    var expectation: String?
    /// Several fields are one list.
    var transferCoding: String?
    var origin: String?
    /// The page asks whether it may send a request of this method.
    var preflightMethod: String?
    var asksUpgrade = false
    var asksClose = false
    var asksKeepAlive = false
    /// `nil` for none; below zero where it is no number.
    var contentLength: Int?

    /// What connects the request to a trace, if anything does.
    var trace: TraceFields? { traceParent.map { TraceFields(parent: $0, state: traceState) } }

    init() {}

    init(_ headers: HTTPHeaders) {
        for (name, value) in headers { note(name, value) }
    }

    /// Told apart by their length first: most fields are none of these.
    mutating func note(_ name: String, _ value: String) {
        switch name.utf8.count {
        case 4 where Self.equals(name, "host"):
            host = value
            hostCount += 1
        case 6 where Self.equals(name, "accept"): accept = accept.map { "\($0), \(value)" } ?? value
        case 6 where Self.equals(name, "expect"): expectation = value
        case 6 where Self.equals(name, "origin"): origin = value
        case 7 where Self.equals(name, "upgrade"): asksUpgrade = true
        case 10 where Self.equals(name, "connection"): note(connection: value)
        case 10 where Self.equals(name, "tracestate"): traceState = traceState.map { "\($0),\(value)" } ?? value
        // Two parents are none (W3C Trace Context, section 3.2.2.5).
        case 11 where Self.equals(name, "traceparent"): traceParent = traceParent == nil ? value : ""
        case 12 where Self.equals(name, "content-type"): contentType = value
        case 12 where Self.equals(name, "x-request-id"): requestID = RequestID.isFit(value) ? value : nil
        case 14 where Self.equals(name, "content-length"): contentLength = Int(value) ?? -1
        case 15 where Self.equals(name, "accept-encoding"):
            acceptEncoding = acceptEncoding.map { "\($0), \(value)" } ?? value
        case 16 where Self.equals(name, "content-encoding"): contentEncoding = value
        case 17 where Self.equals(name, "transfer-encoding"):
            transferCoding = transferCoding.map { "\($0), \(value)" } ?? value
        case 29 where Self.equals(name, "access-control-request-method"): preflightMethod = value
        default: break
        }
    }

    private mutating func note(connection value: String) {
        for option in value.split(separator: ",") {
            switch option.lowercased().trimmingSpaces() {
            case "close": asksClose = true
            case "keep-alive": asksKeepAlive = true
            default: break
            }
        }
    }

    /// Whether a name is this one in any letter case.
    private static func equals(_ name: String, _ small: StaticString) -> Bool {
        var index = 0
        for byte in name.utf8 {
            let letter = byte &- 0x41 < 26 ? byte | 0x20 : byte
            guard index < small.utf8CodeUnitCount, letter == small.utf8Start[index] else { return false }
            index += 1
        }
        return index == small.utf8CodeUnitCount
    }
}
