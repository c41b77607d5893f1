import NIOCore
import Testing

@testable import NATSKV

private typealias Machine = OrderedConsumerStateMachine

private let beginning = NIODeadline.uptimeNanoseconds(1_000_000_000)

private func makeMachine(_ start: Machine.Start, filters: [String] = ["$KV.b.>"]) -> Machine {
    Machine(
        settings: .init(
            start: start,
            filters: filters,
            everything: "$KV.b.>",
            streamCreated: Timestamp(seconds: 1)
        )
    )
}

@Suite struct OrderedConsumerTests {
    @Test func `an empty stream has caught up with the consumer's creation`() {
        var machine = makeMachine(.lastPerSubject)
        #expect(machine.start() == [.begin(epoch: 1, .lastPerSubject, filters: ["$KV.b.>"])])
        let created = Machine.Created(pending: 0, deliveredConsumer: 0, deliveredStream: 0)
        #expect(machine.created(created, epoch: 1, now: beginning) == [.caughtUp])
    }

    @Test func `messages that came before the answer count for catching up`() {
        var machine = makeMachine(.all)
        _ = machine.start()
        let (first, none) = machine.received(
            consumerSequence: 1,
            streamSequence: 4,
            pending: 1,
            epoch: 1,
            now: beginning
        )
        #expect(first == .deliver && none == [])
        let (second, end) = machine.received(
            consumerSequence: 2,
            streamSequence: 9,
            pending: 0,
            epoch: 1,
            now: beginning
        )
        #expect(second == .deliver && end == [.caughtUp])
        let created = Machine.Created(pending: 0, deliveredConsumer: 2, deliveredStream: 9)
        #expect(machine.created(created, epoch: 1, now: beginning) == [])
    }

    @Test func `a gap makes a new consumer behind the last message`() {
        var machine = makeMachine(.all)
        _ = machine.start()
        _ = machine.created(.init(pending: 3, deliveredConsumer: 0, deliveredStream: 0), epoch: 1, now: beginning)
        _ = machine.received(consumerSequence: 1, streamSequence: 5, pending: 2, epoch: 1, now: beginning)
        let (delivery, actions) = machine.received(
            consumerSequence: 3,
            streamSequence: 7,
            pending: 0,
            epoch: 1,
            now: beginning
        )
        #expect(delivery == .drop)
        #expect(actions == [.discard(epoch: 1), .begin(epoch: 2, .sequence(6), filters: ["$KV.b.>"])])
        let (late, _) = machine.received(consumerSequence: 4, streamSequence: 8, pending: 0, epoch: 1, now: beginning)
        #expect(late == .drop)
    }

    @Test func `a heartbeat that knows more than arrived makes a new consumer`() {
        var machine = makeMachine(.all)
        _ = machine.start()
        _ = machine.created(.init(pending: 0, deliveredConsumer: 0, deliveredStream: 0), epoch: 1, now: beginning)
        #expect(machine.receivedHeartbeat(lastConsumer: 0, stalled: nil, epoch: 1, now: beginning) == [])
        #expect(machine.receivedHeartbeat(lastConsumer: 0, stalled: "fc", epoch: 1, now: beginning) == [.answer("fc")])
        let actions = machine.receivedHeartbeat(lastConsumer: 1, stalled: nil, epoch: 1, now: beginning)
        #expect(actions == [.discard(epoch: 1), .begin(epoch: 2, .all, filters: ["$KV.b.>"])])
    }

    @Test func `silence makes a new consumer, a heartbeat puts it off`() throws {
        var machine = makeMachine(.new)
        _ = machine.start()
        _ = machine.created(.init(pending: 0, deliveredConsumer: 0, deliveredStream: 40), epoch: 1, now: beginning)
        let first = try #require(machine.deadline)
        #expect(first - beginning == .seconds(11))
        _ = machine.receivedHeartbeat(lastConsumer: 0, stalled: nil, epoch: 1, now: beginning + .seconds(5))
        #expect(machine.tick(now: first) == [])
        let actions = machine.tick(now: beginning + .seconds(16))
        #expect(actions == [.discard(epoch: 1), .begin(epoch: 2, .sequence(41), filters: ["$KV.b.>"])])
    }

    @Test func `after a loss the stream is looked at before it goes on`() {
        var machine = makeMachine(.all)
        _ = machine.start()
        _ = machine.created(.init(pending: 1, deliveredConsumer: 0, deliveredStream: 0), epoch: 1, now: beginning)
        _ = machine.received(consumerSequence: 1, streamSequence: 5, pending: 0, epoch: 1, now: beginning)
        #expect(machine.disconnected() == [])
        #expect(machine.resumed() == [.discard(epoch: 1), .check])
        #expect(
            machine.checked(created: Timestamp(seconds: 1), lastSequence: 9)
                == [.begin(epoch: 2, .sequence(6), filters: ["$KV.b.>"])]
        )
    }

    @Test(arguments: [(Int64(2), UInt64(9)), (1, 4)])
    func `a stream made anew, or without its end, is told from its start`(created: Int64, last: UInt64) {
        var machine = makeMachine(.all)
        _ = machine.start()
        _ = machine.created(.init(pending: 1, deliveredConsumer: 0, deliveredStream: 0), epoch: 1, now: beginning)
        _ = machine.received(consumerSequence: 1, streamSequence: 5, pending: 0, epoch: 1, now: beginning)
        _ = machine.resumed()
        #expect(
            machine.checked(created: Timestamp(seconds: created), lastSequence: last)
                == [.begin(epoch: 2, .lastPerSubject, filters: ["$KV.b.>"])]
        )
        let (delivery, actions) = machine.received(
            consumerSequence: 1,
            streamSequence: 2,
            pending: 0,
            epoch: 2,
            now: beginning
        )
        #expect(delivery == .deliver)
        #expect(actions == [])
    }

    @Test func `several filters are tried together first, then everything is asked for`() {
        var machine = makeMachine(.all, filters: ["$KV.b.a", "$KV.b.c"])
        #expect(machine.start() == [.begin(epoch: 1, .all, filters: ["$KV.b.a", "$KV.b.c"])])
        let refusal = NATSError(.jetStream, "no", jetStreamCode: 10094)
        #expect(
            machine.createFailed(refusal, epoch: 1, now: beginning)
                == [.discard(epoch: 1), .begin(epoch: 2, .all, filters: ["$KV.b.>"])]
        )
        #expect(
            machine.createFailed(refusal, epoch: 2, now: beginning) == [.discard(epoch: 2), .fail(.jetStream)]
        )
        #expect(machine.cancel() == [])
    }

    @Test func `the first failure ends it, a later one is tried again`() throws {
        var machine = makeMachine(.all)
        _ = machine.start()
        _ = machine.created(.init(pending: 0, deliveredConsumer: 0, deliveredStream: 0), epoch: 1, now: beginning)
        _ = machine.resumed()
        #expect(machine.checkFailed(now: beginning) == [])
        let again = try #require(machine.deadline)
        #expect(machine.tick(now: again) == [.check])
        _ = machine.checked(created: Timestamp(seconds: 1), lastSequence: 0)
        #expect(machine.createFailed(NATSError(.bucketNotFound, "no"), epoch: 2, now: again) == [.discard(epoch: 2)])
        #expect(machine.deadline != nil)
        #expect(machine.cancel() == [.discard(epoch: 2)])
    }

    /// A stream, the consumer that the machine asked for, and a network that loses things.
    private struct World {
        var machine: Machine
        var messages: [(sequence: UInt64, key: Int)] = []
        var lastSequence: UInt64 = 0
        var history: Int
        var queue: [(consumer: UInt64, sequence: UInt64, pending: UInt64)] = []
        var sent: UInt64 = 0
        var epoch: UInt64 = 0
        var isCreating = false
        var isChecking = false
        var isUp = true
        var now = beginning
        var told: [UInt64] = []
        var caughtUp = 0

        mutating func perform(_ actions: [Machine.Action]) {
            for action in actions {
                switch action {
                case .begin(let epoch, let start, _):
                    self.epoch = epoch
                    (queue, sent, isCreating) = ([], 0, true)
                    enqueue(start)
                case .discard: (queue, isCreating) = ([], false)
                case .check: isChecking = true
                case .caughtUp: caughtUp += 1
                case .answer, .fail: break
                }
            }
        }

        private mutating func enqueue(_ start: Machine.Start) {
            let wanted =
                switch start {
                case .all: messages
                case .new: [(sequence: UInt64, key: Int)]()
                case .sequence(let first): messages.filter { $0.sequence >= first }
                case .lastPerSubject:
                    messages.filter { one in !messages.contains { $0.key == one.key && $0.sequence > one.sequence } }
                }
            for (index, message) in wanted.enumerated() {
                queue.append((UInt64(index + 1), message.sequence, UInt64(wanted.count - index - 1)))
            }
            sent = UInt64(wanted.count)
        }

        mutating func publish(_ key: Int) {
            lastSequence += 1
            messages.append((lastSequence, key))
            let own = messages.filter { $0.key == key }
            if own.count > history { messages.removeAll { $0.sequence == own[0].sequence } }
            guard isUp, epoch > 0 else { return }
            sent += 1
            queue.append((sent, lastSequence, 0))
        }

        mutating func deliver() {
            guard isUp, !queue.isEmpty else { return }
            let next = queue.removeFirst()
            let (delivery, actions) = machine.received(
                consumerSequence: next.consumer,
                streamSequence: next.sequence,
                pending: next.pending,
                epoch: epoch,
                now: now
            )
            if delivery == .deliver { told.append(next.sequence) }
            perform(actions)
        }

        mutating func answerCreation() {
            guard isUp, isCreating else { return }
            isCreating = false
            let waiting = UInt64(queue.count)
            let created = Machine.Created(
                pending: waiting,
                deliveredConsumer: sent - waiting,
                deliveredStream: lastSequence
            )
            perform(machine.created(created, epoch: epoch, now: now))
        }

        mutating func answerCheck() {
            guard isUp, isChecking else { return }
            isChecking = false
            perform(machine.checked(created: Timestamp(seconds: 1), lastSequence: lastSequence))
        }
    }

    @Test func `whatever is lost, each revision comes once, in order, and the newest of every key always`() {
        let seed = SeededRandom.announced("ordered consumer")
        for run in 0..<1000 {
            var random = SeededRandom(state: seed &+ UInt64(run))
            let history = Int.random(in: 1...3, using: &random)
            var world = World(machine: makeMachine(run % 2 == 0 ? .lastPerSubject : .all), history: history)
            for _ in 0..<Int.random(in: 0..<10, using: &random) { world.publish(Int.random(in: 0..<4, using: &random)) }
            world.perform(world.machine.start())
            world.answerCreation()
            for _ in 0..<80 {
                switch Int.random(in: 0..<12, using: &random) {
                case 0...2: world.publish(Int.random(in: 0..<4, using: &random))
                case 3...6: world.deliver()
                case 7: if world.isUp, !world.queue.isEmpty { world.queue.removeFirst() }
                case 8:
                    if world.isUp {
                        (world.isUp, world.queue, world.isCreating, world.isChecking) = (false, [], false, false)
                        world.perform(world.machine.disconnected())
                    } else {
                        world.isUp = true
                        world.perform(world.machine.resumed())
                    }
                case 9: world.answerCheck()
                case 10: world.answerCreation()
                default:
                    guard world.isUp else { break }
                    let last = world.queue.first.map { $0.consumer - 1 } ?? world.sent
                    let actions = world.machine.receivedHeartbeat(
                        lastConsumer: last,
                        stalled: nil,
                        epoch: world.epoch,
                        now: world.now
                    )
                    world.perform(actions)
                }
            }
            settle(&world)
            #expect(world.told == world.told.sorted(), "seed \(seed), run \(run)")
            #expect(Set(world.told).count == world.told.count, "seed \(seed), run \(run)")
            for key in 0..<4 {
                guard let newest = world.messages.last(where: { $0.key == key }) else { continue }
                #expect(world.told.contains(newest.sequence), "seed \(seed), run \(run), key \(key)")
            }
            #expect(world.caughtUp == 1, "seed \(seed), run \(run)")
        }
    }

    /// The network heals: everything that is under way comes through, and heartbeats tell of gaps.
    private func settle(_ world: inout World) {
        if !world.isUp {
            world.isUp = true
            world.perform(world.machine.resumed())
        }
        for _ in 0..<300 {
            world.answerCheck()
            world.answerCreation()
            world.deliver()
            guard world.queue.isEmpty else { continue }
            let sent = world.sent
            world.perform(
                world.machine.receivedHeartbeat(
                    lastConsumer: sent,
                    stalled: nil,
                    epoch: world.epoch,
                    now: world.now
                )
            )
        }
    }
}
