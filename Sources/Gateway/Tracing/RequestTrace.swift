import NATSKV
import Tracing

/// What connects one operation to its trace: the id for the log, the headers for NATS, the span. Confined to its event
/// loop.
final class RequestTrace {
    /// For the log.
    let traceID: String?
    /// Whole lines, for requests to NATS.
    let headers: HeaderLines
    private var span: (any Span)?

    init(traceID: String?, headers: [(String, String)], span: (any Span)?) {
        self.traceID = traceID
        self.headers = HeaderLines(headers)
        self.span = span
    }

    /// The operation is answered, or nobody waits for it any more.
    func end(hasErrors: Bool) {
        guard let span else { return }
        self.span = nil
        // What went wrong may name keys; the trace gets only that something did.
        if hasErrors { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }
}
