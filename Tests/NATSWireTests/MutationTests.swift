import Foundation
import NIOCore
import Testing

@testable import NATSWire

/// Mutated input: never a trap, never more memory than the limits, and the same frames whatever the cuts.
///
/// `KVGRAPH_FUZZ_ROUNDS` sets the number of inputs, `KVGRAPH_FUZZ_SEED` the seed.
@Suite struct MutationTests {
    /// Lines whose operation is known by its letters alone.
    private static let looseStream = "PINGX y\r\n+OK z\r\nINFO{}\r\nCONNECT{}\r\npongo\n-ERR 'x'\r\n"

    @Test func `mutated input gives the same result whole and in pieces`() {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["KVGRAPH_FUZZ_ROUNDS"].flatMap(Int.init) ?? 4000
        let seed = environment["KVGRAPH_FUZZ_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
        print("mutation seed \(seed), \(rounds) rounds")
        var random = SplitMix(state: seed)
        let limits = WireLimits(controlLine: 200, info: 300, payload: 1000, headers: 500)
        for round in 0..<rounds {
            let isServer = Bool.random(using: &random)
            let input = mutate(Array((isServer ? serverStream : clientStream + Self.looseStream).utf8), &random)
            let pieces = cut(input, &random)
            let whole = isServer ? parseServer([input], limits: limits) : parseClient([input], limits: limits)
            let parts = isServer ? parseServer(pieces, limits: limits) : parseClient(pieces, limits: limits)
            #expect(whole == parts, "seed \(seed), round \(round)")
            if whole != parts { return }
        }
    }

    private func mutate(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert([0x0D, 0x0A, 0x20, 0x30, 0x39].randomElement(using: &random) ?? 0, at: index)
            case 3: bytes.insert(contentsOf: Array(repeating: bytes[index], count: 300), at: index)
            case 4: bytes.removeSubrange(index..<min(bytes.count, index + 40))
            default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 60)], at: index)
            }
            if bytes.isEmpty { return [0x0A] }
        }
        return bytes
    }

    private func cut(_ bytes: [UInt8], _ random: inout SplitMix) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...30, using: &random))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}

/// A small generator whose whole state is its seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
