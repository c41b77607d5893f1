import Foundation

/// A small generator whose whole state is its seed, so that a failure can be repeated.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// The seed that KVGRAPH_FUZZ_SEED names, or a new one, which is printed.
    static func announced(_ name: String) -> UInt64 {
        let seed =
            ProcessInfo.processInfo.environment["KVGRAPH_FUZZ_SEED"].flatMap(UInt64.init) ?? .random(in: 0...UInt64.max)
        print("\(name): seed \(seed)")
        return seed
    }
}
