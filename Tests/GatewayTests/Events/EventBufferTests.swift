import Testing

@testable import Gateway

@Suite("Events on their way to a subscriber")
struct EventBufferTests {
    private func drain(_ buffer: inout EventBuffer<Int>) -> [Int] {
        var events: [Int] = []
        while let event = buffer.popFirst() { events.append(event) }
        return events
    }

    @Test func `below the limit every event is kept in order`() {
        var buffer = EventBuffer<Int>(limit: 4)
        for event in 1...4 { #expect(buffer.append(event, key: [1]) == .kept) }
        #expect(buffer.count == 4)
        #expect(drain(&buffer) == [1, 2, 3, 4])
        #expect(buffer.isEmpty)
    }

    @Test func `at the limit the newest of each key stays, in order of arrival`() {
        var buffer = EventBuffer<Int>(limit: 4)
        for (event, key) in [(1, 1), (2, 2), (3, 1), (4, 2)] as [(Int, UInt8)] {
            _ = buffer.append(event, key: [key])
        }
        #expect(buffer.append(5, key: [1]) == .conflated(3))
        #expect(buffer.append(6, key: [3]) == .kept)
        #expect(buffer.append(7, key: [2]) == .conflated(1))
        #expect(drain(&buffer) == [5, 6, 7])
        #expect(buffer.append(8, key: [1]) == .kept)
        #expect(buffer.append(9, key: [1]) == .kept)
        #expect(drain(&buffer) == [8, 9])
    }

    @Test func `more keys than the limit have no room`() {
        var buffer = EventBuffer<Int>(limit: 2)
        #expect(buffer.append(1, key: [1]) == .kept)
        #expect(buffer.append(2, key: [2]) == .kept)
        #expect(buffer.append(3, key: [3]) == .full)
        #expect(drain(&buffer) == [1, 2])
    }

    @Test func `the same as a plain model under random use`() {
        var generator = SystemRandomNumberGenerator()
        let seed = generator.next()
        var random = SplitMix(state: seed)
        var buffer = EventBuffer<Int>(limit: 8)
        var model: [(key: UInt8, event: Int)] = []
        var conflating = false
        for step in 0..<20_000 {
            if random.next() % 5 < 3 {
                let key = UInt8(random.next() % 10)
                if !conflating, model.count >= 8 {
                    conflating = true
                    model = model.enumerated().filter { item in
                        !model[(item.offset + 1)...].contains { $0.key == item.element.key }
                    }.map(\.element)
                }
                if conflating {
                    model.removeAll { $0.key == key }
                    if model.count < 8 { model.append((key, step)) }
                } else {
                    model.append((key, step))
                }
                // A key without room is refused; a key with an older event always has its room.
                _ = buffer.append(step, key: [key])
            } else {
                let expected = model.isEmpty ? nil : model.removeFirst().event
                #expect(buffer.popFirst() == expected, "seed \(seed), step \(step)")
                if model.isEmpty { conflating = false }
            }
            #expect(buffer.count == model.count, "seed \(seed), step \(step)")
        }
    }

    @Test func `line breaks in a result become spaces`() {
        var out: [UInt8] = []
        ServerSentEvent.appendNext(Array("{\"a\":\r\n1}".utf8), id: 7, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == "event: next\nid: 7\ndata: {\"a\":  1}\n\n")
    }
}

/// A small seeded generator, so that a failure can be run again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
