import NIOCore

/// The streams of a server and everything that is asked of them. Requests and times come in, publications go out.
///
/// What depends on writes that are not durable yet is held back until `committed(now:)`.
struct JetStream {
    struct ConsumerReference: Hashable {
        var stream: Int
        var consumer: Int
        var identity: UInt64
    }
    enum Timer {
        case stream(Int)
        case consumer(ConsumerReference)
    }

    let storage: any Storage
    /// Whether anybody subscribes to a subject, in a queue group where one is named.
    let hasInterest: (String, String?) -> Bool
    private(set) var slots: [StreamSlot?] = []
    private(set) var slotsByName: [String: Int] = [:]
    private var captures = SubjectTrie<Int>()
    private var outbox: [Publication] = []
    private var held: [(commit: UInt64, publication: Publication)] = []
    private var ready: [ConsumerReference] = []
    private var isReady: Set<ConsumerReference> = []
    /// Consumers whose new messages wait for the commit.
    private var waiting: Set<ConsumerReference> = []
    /// Push consumers by their deliver subjects.
    private var deliverSubjects: [String: Set<ConsumerReference>] = [:]
    /// Stored consumers that moved since the last commit.
    private var moved: Set<ConsumerReference> = []
    private var timers = TimerQueue<Timer>()
    private var nextIdentity: UInt64 = 1
    private var random: any RandomNumberGenerator
    var requestCount: UInt64 = 0
    var errorCount: UInt64 = 0

    init(
        storage: any Storage,
        random: any RandomNumberGenerator = SystemRandomNumberGenerator(),
        hasInterest: @escaping (String, String?) -> Bool
    ) {
        self.storage = storage
        self.random = random
        self.hasInterest = hasInterest
    }

    var streamNames: [String] { slotsByName.keys.sorted() }
    var nextTimer: Int64? { timers.nextTime }
    /// Whether `deliver(now:)` has something to do.
    var hasReadyConsumers: Bool { !ready.isEmpty }

    // MARK: - Output

    /// Sends at once, or after the commit where something that it may tell of is not durable yet.
    mutating func send(_ publication: Publication, holding: Bool = true) {
        if holding, storage.newest > storage.committed {
            held.append((storage.newest, publication))
        } else {
            outbox.append(publication)
        }
    }

    mutating func takeOutbox() -> [Publication] {
        guard !outbox.isEmpty else { return [] }
        defer { outbox = [] }
        return outbox
    }

    /// The store has committed: what waited for it may go out, and consumers see the new messages.
    mutating func committed(now: Int64) {
        let commit = storage.committed
        var count = 0
        while count < held.count, held[count].commit <= commit {
            outbox.append(held[count].publication)
            count += 1
        }
        held.removeFirst(count)
        let woken = waiting
        waiting = []
        for reference in woken {
            markReady(reference.stream, reference.consumer)
            if slots[reference.stream]?.stream.store.hasUncommitted == true { waiting.insert(reference) }
        }
    }

    mutating func makeIdentity() -> UInt64 {
        defer { nextIdentity += 1 }
        return nextIdentity
    }

    /// Letters and digits that do not repeat, for names and subjects.
    mutating func makeName(_ length: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        var name: [UInt8] = []
        for _ in 0..<length { name.append(letters[Int(random.next(upperBound: UInt64(letters.count)))]) }
        return String(decoding: name, as: UTF8.self)
    }

    // MARK: - Streams

    func stream(named name: String) -> Stream? {
        slotsByName[name].flatMap { slots[$0]?.stream }
    }

    func slot(named name: String) throws(APIError) -> Int {
        guard let slot = slotsByName[name] else { throw .streamNotFound }
        return slot
    }

    mutating func withSlot<Result>(_ slot: Int, _ body: (inout StreamSlot) -> Result) -> Result? {
        guard slots.indices.contains(slot), slots[slot] != nil else { return nil }
        // The force of `!` without its trap: the slot was checked above.
        return modify(&slots[slot], body)
    }

    private func modify<Result>(_ slot: inout StreamSlot?, _ body: (inout StreamSlot) -> Result) -> Result? {
        guard var taken = slot.take() else { return nil }
        defer { slot = taken }
        return body(&taken)
    }

    @discardableResult
    mutating func add(_ stream: Stream) -> Int {
        let index: Int
        if let free = slots.firstIndex(where: { $0 == nil }) {
            index = free
            slots[free] = StreamSlot(stream)
        } else {
            index = slots.count
            slots.append(StreamSlot(stream))
        }
        slotsByName[stream.configuration.name] = index
        for subject in stream.configuration.subjects { captures.insert(index, for: subject) }
        arm(stream: index)
        return index
    }

    mutating func update(_ slot: Int, to configuration: StreamConfiguration) {
        guard let old = slots[slot]?.stream.configuration else { return }
        for subject in old.subjects { captures.remove(slot, for: subject) }
        for subject in configuration.subjects { captures.insert(slot, for: subject) }
        _ = withSlot(slot) { entry in
            entry.stream.update(configuration)
            entry.settleRemoved()
        }
        arm(stream: slot)
    }

    mutating func removeStream(_ slot: Int) {
        guard let entry = slots[slot].take() else { return }
        for subject in entry.stream.configuration.subjects { captures.remove(slot, for: subject) }
        slotsByName[entry.name] = nil
        entry.stream.store.drop()
    }

    /// The stream that keeps messages of `subject`.
    mutating func capturing(_ subject: String) -> Int? {
        guard !captures.isEmpty else { return nil }
        var found: Int?
        captures.forEachMatch(of: subject) { found = $0 }
        return found
    }

    // MARK: - Consumers' turn

    mutating func markReady(_ stream: Int, _ consumer: Int) {
        guard let reference = reference(stream, consumer) else { return }
        if isReady.insert(reference).inserted { ready.append(reference) }
    }

    /// Consumers that want a new message get their turn, once it is durable.
    mutating func stored(_ sequence: UInt64, subject: ExactString, in stream: Int) {
        let interested = withSlot(stream) { entry in
            let interested = entry.settleStored(sequence, subject: subject)
            entry.settleRemoved()
            return interested
        }
        let isDurable = slots[stream]?.stream.store.hasUncommitted != true
        for consumer in interested ?? [] {
            if isDurable {
                markReady(stream, consumer)
            } else if let reference = reference(stream, consumer) {
                waiting.insert(reference)
            }
        }
        arm(stream: stream)
    }

    func reference(_ stream: Int, _ consumer: Int) -> ConsumerReference? {
        guard let consumers = slots[stream]?.consumers, consumers.indices.contains(consumer),
            let identity = consumers[consumer]?.identity
        else { return nil }
        return ConsumerReference(stream: stream, consumer: consumer, identity: identity)
    }

    /// Notes who listens where, for `consumers(deliveringTo:)`.
    mutating func link(_ reference: ConsumerReference, deliverSubject: String?) {
        if let deliverSubject { deliverSubjects[deliverSubject, default: []].insert(reference) }
    }

    mutating func unlink(_ reference: ConsumerReference, deliverSubject: String?) {
        guard let deliverSubject else { return }
        deliverSubjects[deliverSubject]?.remove(reference)
        if deliverSubjects[deliverSubject]?.isEmpty == true { deliverSubjects[deliverSubject] = nil }
    }

    func consumers(deliveringTo subject: String) -> Set<ConsumerReference> { deliverSubjects[subject] ?? [] }

    /// A stored consumer's place is written down with the next commit.
    mutating func noteMove(_ reference: ConsumerReference) {
        guard let consumer = consumer(reference), consumer.configuration.isStored,
            slots[reference.stream]?.stream.configuration.storage == .file
        else { return }
        moved.insert(reference)
        storage.announceWrite()
    }

    /// To be called before a commit.
    mutating func saveMoved() {
        guard !moved.isEmpty else { return }
        for reference in moved {
            guard let consumer = consumer(reference) else { continue }
            slots[reference.stream]?.stream.store.save(consumer: consumer.name, record: consumer.record.text)
        }
        moved = []
    }

    mutating func takeReady() -> [ConsumerReference] {
        defer {
            ready = []
            isReady = []
        }
        return ready
    }

    /// The consumer, if it is still the same one.
    func consumer(_ reference: ConsumerReference) -> Consumer? {
        guard let entry = slots[reference.stream], entry.consumers.indices.contains(reference.consumer),
            let consumer = entry.consumers[reference.consumer], consumer.identity == reference.identity
        else { return nil }
        return consumer
    }

    // MARK: - Timers

    mutating func arm(stream: Int) {
        guard let time = slots[stream]?.stream.nextExpiration() else { return }
        if let armed = slots[stream]?.armedFor, armed <= time { return }
        slots[stream]?.armedFor = time
        timers.insert(.stream(stream), at: time)
    }

    mutating func arm(_ reference: ConsumerReference, now: Int64) {
        guard let consumer = consumer(reference), let time = consumer.nextDeadline(now: now) else { return }
        if let armed = consumer.armedFor, armed <= time { return }
        _ = withSlot(reference.stream) { entry in
            entry.withConsumer(at: reference.consumer) { consumer, _ in consumer.armedFor = time }
        }
        timers.insert(.consumer(reference), at: time)
    }

    mutating func popTimer(now: Int64) -> Timer? { timers.popDue(now: now) }

    mutating func disarm(stream: Int) { slots[stream]?.armedFor = nil }
}
