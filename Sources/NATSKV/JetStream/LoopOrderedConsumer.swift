import JSON
import NATSWire
import NIOCore

/// Carries out what the ordered consumer's machine wants on a connection. Confined to the connection's loop.
final class LoopOrderedConsumer {
    /// A message with what its reply subject says, in stream order.
    var onMessage: (MessageFrame, DeliveryInfo) -> Void = { _, _ in }
    var onCaughtUp: () -> Void = {}
    var onFailure: (NATSError) -> Void = { _ in }

    private let api: JetStreamAPI
    private let stream: String
    private let isHeadersOnly: Bool
    private var machine: OrderedConsumerStateMachine
    private var beginDeadline = NIODeadline.distantFuture
    private var consumer: (name: String, subscription: SubscriptionToken)?
    private var creation: RequestToken?
    private var lastFailure: NATSError?
    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture
    private var observer: StateObserverToken?
    /// The reader cannot take more: answers to flow control are kept back, so that the server stops.
    private var isPaused = false
    private var keptAnswer: String?
    /// Where flow control was answered last.
    private var lastAnswer: String?

    private var connection: NATSConnection { api.connection }

    init(api: JetStreamAPI, stream: String, isHeadersOnly: Bool, settings: OrderedConsumerStateMachine.Settings) {
        self.api = api
        self.stream = stream
        self.isHeadersOnly = isHeadersOnly
        machine = OrderedConsumerStateMachine(settings: settings)
    }

    /// - Parameter deadline: until when the first consumer must have been made.
    func start(deadline: NIODeadline) {
        beginDeadline = deadline
        observer = connection.observe { [weak self] event in
            guard let self else { return }
            switch event {
            case .ready: perform(machine.resumed())
            case .lost: perform(machine.disconnected())
            case .closed(let error): connectionClosed(error)
            case .refused(let subject, let error): if subject == lastAnswer { answerRefused(subject, error) }
            }
        }
        perform(machine.start())
    }

    func cancel() {
        perform(machine.cancel())
        finish()
    }

    func pause() { isPaused = true }

    func resume() {
        isPaused = false
        if let answer = keptAnswer.take() { self.answer(answer) }
    }

    private func connectionClosed(_ error: NATSError) {
        let report = onFailure
        _ = machine.cancel()
        finish()
        report(error)
    }

    /// Without an answer the server delivers nothing more, and never says so.
    private func answerRefused(_ subject: String, _ cause: NATSError) {
        let report = onFailure
        cancel()
        report(NATSError(.authorization, "the server does not permit it", subject: subject, underlying: cause))
    }

    private func finish() {
        if let observer = observer.take() { connection.removeObserver(observer) }
        timer?.cancel()
        timer = nil
        onMessage = { _, _ in }
        onCaughtUp = {}
        onFailure = { _ in }
    }

    private func perform(_ actions: [OrderedConsumerStateMachine.Action]) {
        for action in actions {
            switch action {
            case .begin(let epoch, let start, let filters): begin(epoch, start, filters)
            case .discard: discard()
            case .check: check()
            case .caughtUp: onCaughtUp()
            case .answer(let subject): answer(subject)
            case .fail:
                let report = onFailure
                let error = lastFailure ?? NATSError(.unavailable, "the consumer could not be made")
                finish()
                report(error)
            }
        }
        armTimer()
    }

    private func begin(_ epoch: UInt64, _ start: OrderedConsumerStateMachine.Start, _ filters: [String]) {
        let inbox = connection.makeInbox()
        let name = connection.makeConsumerName()
        let subscription = connection.subscribe(inbox) { [weak self] message in self?.received(message, epoch) }
        consumer = (name, subscription)
        let body: JSONValue = [
            "stream_name": .string(stream),
            "config": .object(configuration(name: name, inbox: inbox, start, filters)),
        ]
        let deadline = machine.wasCreated ? NIODeadline.now() + .seconds(5) : beginDeadline
        // Nobody's: whoever gives up, the answer is waited for, so that a consumer that is made late is deleted.
        creation = connection.within(nil) {
            api.call("CONSUMER.CREATE.\(stream).\(name)", body, deadline: deadline) { [weak self, api, stream] reply in
                if let self, consumer?.name == name { return created(reply, epoch) }
                if case .success = reply { Self.delete(name, of: stream, api) }
            }
        }
    }

    private static func delete(_ name: String, of stream: String, _ api: JetStreamAPI) {
        // No answer is waited for: the server removes a consumer without interest by itself, only later.
        api.connection.publish("\(api.prefix)CONSUMER.DELETE.\(stream).\(name)")
    }

    private func configuration(
        name: String,
        inbox: String,
        _ start: OrderedConsumerStateMachine.Start,
        _ filters: [String]
    ) -> JSONObject {
        var object = JSONObject()
        object["name"] = .string(name)
        object["deliver_subject"] = .string(inbox)
        object["ack_policy"] = "none"
        object["max_deliver"] = 1
        object["ack_wait"] = .number(JSONNumber(Int64(79_200_000_000_000)))
        object["replay_policy"] = "instant"
        object["flow_control"] = true
        object["idle_heartbeat"] = 5_000_000_000
        object["num_replicas"] = 1
        object["mem_storage"] = true
        object["inactive_threshold"] = 30_000_000_000
        switch start {
        case .all: object["deliver_policy"] = "all"
        case .lastPerSubject: object["deliver_policy"] = "last_per_subject"
        case .new: object["deliver_policy"] = "new"
        case .sequence(let sequence):
            object["deliver_policy"] = "by_start_sequence"
            object["opt_start_seq"] = .number(JSONNumber(sequence))
        }
        if isHeadersOnly { object["headers_only"] = true }
        if filters.count == 1 {
            object["filter_subject"] = .string(filters[0])
        } else {
            object["filter_subjects"] = .array(filters.map { .string($0) })
        }
        return object
    }

    private func created(_ reply: Result<JSONValue, NATSError>, _ epoch: UInt64) {
        creation = nil
        switch reply {
        case .success(let value):
            let created = OrderedConsumerStateMachine.Created(
                pending: value["num_pending"]?.unsigned ?? 0,
                deliveredConsumer: value["delivered"]?["consumer_seq"]?.unsigned ?? 0,
                deliveredStream: value["delivered"]?["stream_seq"]?.unsigned ?? 0
            )
            perform(machine.created(created, epoch: epoch, now: .now()))
        case .failure(let error):
            lastFailure = error
            perform(machine.createFailed(error, epoch: epoch, now: .now()))
        }
    }

    private func discard() {
        if let token = creation.take() { connection.abandon(token) }
        guard let consumer = consumer.take() else { return }
        connection.unsubscribe(consumer.subscription)
        Self.delete(consumer.name, of: stream, api)
    }

    private func check() {
        api.call("STREAM.INFO.\(stream)", deadline: .now() + .seconds(5)) { [weak self] reply in
            guard let self else { return }
            guard case .success(let value) = reply, let last = value["state"]?["last_seq"]?.unsigned,
                let created = value["created"]?.string.flatMap(Timestamp.init(rfc3339:))
            else { return perform(machine.checkFailed(now: .now())) }
            perform(machine.checked(created: created, lastSequence: last))
        }
    }

    private func answer(_ subject: String) {
        if isPaused {
            keptAnswer = subject
        } else {
            lastAnswer = subject
            connection.publish(subject)
        }
    }

    private func received(_ message: MessageFrame, _ epoch: UInt64) {
        if message.hasHeaders, let headers = message.headers, headers.status == 100 {
            return receivedControl(message, headers, epoch)
        }
        guard let info = DeliveryInfo(message.bytes.readableBytesUInt8Span, message.replyRange) else { return }
        let (delivery, actions) = machine.received(
            consumerSequence: info.consumerSequence,
            streamSequence: info.streamSequence,
            pending: info.pending,
            epoch: epoch,
            now: .now()
        )
        if delivery == .deliver { onMessage(message, info) }
        if !actions.isEmpty { perform(actions) }
    }

    private func receivedControl(_ message: MessageFrame, _ headers: Headers, _ epoch: UInt64) {
        if let reply = message.reply {
            perform(machine.receivedFlowControl(String(buffer: reply), epoch: epoch))
        } else {
            let actions = machine.receivedHeartbeat(
                lastConsumer: headers.number("Nats-Last-Consumer"),
                stalled: headers.first("Nats-Consumer-Stalled" as StaticString),
                epoch: epoch,
                now: .now()
            )
            perform(actions)
        }
    }

    /// The machine's deadline moves with every message; the timer is only set anew when it fires too early.
    private func armTimer() {
        guard let deadline = machine.deadline, timer == nil || deadline < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = deadline
        timer = connection.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            timer = nil
            perform(machine.tick(now: .now()))
        }
    }
}
