import NATSWire
import NIOCore

/// A watch under way. Ends with `cancel()`; letting go of it does not end it.
package final class LoopKeyValueWatch {
    private let bucket: LoopKeyValueBucket
    private let filters: [KeyFilter]
    private let options: WatchOptions
    private var onEvent: ((Result<KeyValueEvent, NATSError>) -> Void)?
    private var consumer: LoopOrderedConsumer?
    private var prefixLength = 0
    private var isPaused = false
    private var cancellation: CancellationHandlerToken?

    init(
        bucket: LoopKeyValueBucket,
        filters: [KeyFilter],
        options: WatchOptions,
        onEvent: @escaping (Result<KeyValueEvent, NATSError>) -> Void
    ) {
        self.bucket = bucket
        self.filters = filters
        self.options = options
        self.onEvent = onEvent
    }

    func start(deadline: NIODeadline) {
        guard !filters.isEmpty else {
            return bucket.connection.later { [self] in
                fail(NATSError(.keyInvalid, "a watch needs at least one filter"))
            }
        }
        cancellation = bucket.connection.onCancel { [self] in cancel() }
        // Asked anew: the stream's creation time tells later whether it is still the same stream.
        bucket.describe(deadline: deadline) { [self] facts in
            guard onEvent != nil else { return }
            switch facts {
            case .failure(let error): fail(error)
            case .success(let facts): begin(facts, deadline)
            }
        }
    }

    /// Ends the watch: no further event is told, and the server's consumer is deleted at once.
    package func cancel() {
        onEvent = nil
        bucket.connection.forget(cancellation.take())
        consumer?.cancel()
        consumer = nil
    }

    /// Lets the server stop sending once it has about two megabytes under way, until `resume()`.
    package func pause() {
        isPaused = true
        consumer?.pause()
    }

    package func resume() {
        isPaused = false
        consumer?.resume()
    }

    private func begin(_ facts: StreamFacts, _ deadline: NIODeadline) {
        let last = facts.status.lastRevision
        // The next revision is where a watch goes on that has seen all.
        if let revision = options.fromRevision, revision > 0, revision - 1 > last {
            let text = "revision \(revision) is beyond the bucket's newest one, \(last)"
            return fail(NATSError(.revisionAhead, text, currentRevision: last))
        }
        prefixLength = facts.subjectPrefix.utf8.count
        let everything = facts.subjectPrefix + ">"
        let isAll = filters.contains(.all)
        let subjects = isAll ? [everything] : Set(filters.map { facts.subjectPrefix + $0.rawValue }).sorted()
        let consumer = LoopOrderedConsumer(
            api: bucket.api,
            stream: bucket.name.streamName,
            isHeadersOnly: options.metaOnly,
            settings: .init(
                start: start,
                filters: subjects,
                everything: everything,
                streamCreated: facts.status.created
            )
        )
        let isFiltered = subjects.count > 1
        // The watch keeps itself alive through these until it ends, which takes them away again.
        consumer.onMessage = { [self] in received($0, $1, isFiltered: isFiltered) }
        consumer.onCaughtUp = { [self] in onEvent?(.success(.caughtUp)) }
        consumer.onFailure = { [self] in fail($0) }
        self.consumer = consumer
        if isPaused { consumer.pause() }
        consumer.start(deadline: deadline)
    }

    private var start: OrderedConsumerStateMachine.Start {
        if let revision = options.fromRevision { return .sequence(max(revision, 1)) }
        if options.updatesOnly { return .new }
        return options.includeHistory ? .all : .lastPerSubject
    }

    private func received(_ message: MessageFrame, _ info: DeliveryInfo, isFiltered: Bool) {
        let subject = message.subjectRange
        guard subject.count > prefixLength else { return }
        var bytes = message.subject
        bytes.moveReaderIndex(forwardBy: prefixLength)
        let key = KeyValueKey(stored: String(buffer: bytes))
        // nats-server 2.9 knows one filter only and sends everything.
        if isFiltered, !filters.contains(where: { $0.matches(key) }) { return }
        let operation = message.headers.map { MessageFields($0.bytes.readableBytesUInt8Span).operation } ?? .put
        if options.ignoreDeletes, operation != .put { return }
        let entry = KeyValueEntry(
            key: key,
            value: message.payload,
            revision: info.streamSequence,
            created: Timestamp(nanosecondsSince1970: info.nanoseconds),
            operation: operation,
            delta: info.pending
        )
        onEvent?(.success(.entry(entry)))
    }

    private func fail(_ error: NATSError) {
        consumer = nil
        bucket.connection.forget(cancellation.take())
        let report = onEvent
        onEvent = nil
        report?(.failure(error))
    }
}
