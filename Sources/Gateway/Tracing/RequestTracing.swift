import GraphQLEngine
import Instrumentation
import Tracing

/// Begins the traces of operations. Asks for the tracer of the process once, so that without one and without a
/// `traceparent` a request costs two comparisons.
struct RequestTracing: Sendable {
    /// `nil` where the process has none.
    private let tracer: (any Tracer)?
    private let hasTracer: Bool

    /// - Parameter tracer: That of swift-distributed-tracing's `InstrumentationSystem`, where one was bootstrapped.
    init(tracer: any Tracer = InstrumentationSystem.tracer) {
        hasTracer = !(tracer is NoOpTracer)
        self.tracer = hasTracer ? tracer : nil
    }

    /// What an operation carries along; `nil` where it belongs to no trace.
    func begin(_ operation: PreparedOperation, _ fields: TraceFields?) -> RequestTrace? {
        if fields == nil, !hasTracer { return nil }
        guard let tracer else { return passedOn(fields) }
        return begun(by: tracer, fields, name: operation.name, kind: "\(operation.kind)")
    }

    /// Without a tracer there is no span: NATS sees the caller's.
    private func passedOn(_ fields: TraceFields?) -> RequestTrace? {
        guard let fields, let parent = TraceParent(fields.parent) else { return nil }
        var carrier = [("traceparent", parent.text)]
        if let state = fields.state, TraceState.isFit(state) { carrier.append(("tracestate", state)) }
        return RequestTrace(traceID: parent.traceID, headers: carrier, span: nil)
    }

    private func begun(by tracer: any Tracer, _ fields: TraceFields?, name: String?, kind: String) -> RequestTrace {
        var context = ServiceContext.topLevel
        if let fields, TraceParent(fields.parent) != nil {
            var carrier = ["traceparent": fields.parent]
            if let state = fields.state, TraceState.isFit(state) { carrier["tracestate"] = state }
            tracer.extract(carrier, into: &context, using: DictionaryExtractor())
        }
        let span: any Span = tracer.startSpan(name.map { "\(kind) \($0)" } ?? kind, context: context, ofKind: .server)
        span.updateAttributes { attributes in
            attributes["graphql.operation.type"] = kind
            if let name { attributes["graphql.operation.name"] = name }
        }
        var carrier: [(String, String)] = []
        tracer.inject(span.context, into: &carrier, using: PairInjector())
        let parent = carrier.first { $0.0.lowercased() == "traceparent" }.flatMap { TraceParent($0.1) }
        return RequestTrace(traceID: parent?.traceID, headers: carrier, span: span)
    }

    private struct DictionaryExtractor: Extractor {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key.lowercased()] }
    }

    private struct PairInjector: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout [(String, String)]) {
            carrier.append((key, value))
        }
    }
}
