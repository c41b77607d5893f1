import Testing

@testable import Gateway

@Suite("WebSocket frames into messages")
struct WebSocketMessageAssemblerTests {
    typealias Action = WebSocketMessageAssembler.Action

    private static func frame(
        _ opcode: UInt8,
        isFinal: Bool = true,
        isMasked: Bool = true,
        reserved: Bool = false
    ) -> WebSocketMessageAssembler.FrameFacts {
        .init(opcode: opcode, isFinal: isFinal, isMasked: isMasked, hasReservedBits: reserved)
    }

    private static func code(_ action: Action) -> UInt16? {
        if case .fail(let reason) = action { reason.code } else { nil }
    }

    @Test func `a message in one frame and in several is the same`() {
        var assembler = WebSocketMessageAssembler(limit: 10)
        #expect(assembler.received(Self.frame(1), [1, 2, 3]) == .text([1, 2, 3]))
        #expect(assembler.received(Self.frame(1, isFinal: false), [1]) == .none)
        #expect(assembler.received(Self.frame(0, isFinal: false), []) == .none)
        #expect(assembler.received(Self.frame(9), [7]) == .ping)
        #expect(assembler.received(Self.frame(0), [2, 3]) == .text([1, 2, 3]))
        #expect(assembler.received(Self.frame(2, isFinal: false), [1]) == .none)
        #expect(assembler.received(Self.frame(0), [2]) == .binary)
        #expect(assembler.received(Self.frame(10), []) == .pong)
    }

    @Test func `what may not stand where it stands fails with 1002`() {
        let cases: [[(WebSocketMessageAssembler.FrameFacts, [UInt8])]] = [
            [(Self.frame(0), [])], [(Self.frame(1, isMasked: false), [])], [(Self.frame(1, reserved: true), [])],
            [(Self.frame(1, isFinal: false), []), (Self.frame(1), [])],
            [(Self.frame(1, isFinal: false), []), (Self.frame(2, isFinal: false), [])],
            [(Self.frame(9, isFinal: false), [])], [(Self.frame(9), [UInt8](repeating: 0, count: 126))],
            [(Self.frame(3), [])], [(Self.frame(0xB), [])], [(Self.frame(8), [3])], [(Self.frame(8), [3, 237])],
            [(Self.frame(8), [0, 0])], [(Self.frame(8), [0xFF, 0xFF])],
        ]
        for frames in cases {
            var assembler = WebSocketMessageAssembler(limit: 200)
            var last = Action.none
            for (facts, payload) in frames { last = assembler.received(facts, payload) }
            #expect(Self.code(last) == 1002, "\(frames)")
        }
    }

    @Test func `a message above the limit is 1009, whole or in parts`() {
        var whole = WebSocketMessageAssembler(limit: 3)
        #expect(whole.received(Self.frame(1), [1, 2, 3]) == .text([1, 2, 3]))
        #expect(Self.code(whole.received(Self.frame(1), [1, 2, 3, 4])) == 1009)
        var parts = WebSocketMessageAssembler(limit: 3)
        #expect(parts.received(Self.frame(1, isFinal: false), [1, 2]) == .none)
        #expect(Self.code(parts.received(Self.frame(0), [3, 4])) == 1009)
    }

    @Test func `empty parts without end are stopped`() {
        var assembler = WebSocketMessageAssembler(limit: 3, maximumFragments: 5)
        #expect(assembler.received(Self.frame(1, isFinal: false), []) == .none)
        for _ in 0..<4 { #expect(assembler.received(Self.frame(0, isFinal: false), []) == .none) }
        #expect(Self.code(assembler.received(Self.frame(0, isFinal: false), [])) == 1002)
    }

    @Test func `close frames name a code that may be sent and a reason in UTF-8`() {
        var assembler = WebSocketMessageAssembler(limit: 3)
        #expect(assembler.received(Self.frame(8), []) == .close(code: nil))
        #expect(assembler.received(Self.frame(8), [3, 232]) == .close(code: 1000))
        #expect(assembler.received(Self.frame(8), [0x11, 0x30] + Array("é".utf8)) == .close(code: 4400))
        #expect(Self.code(assembler.received(Self.frame(8), [3, 232, 0xFF])) == 1007)
    }
}
