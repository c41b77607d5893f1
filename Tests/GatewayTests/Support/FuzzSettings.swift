import Foundation

/// How long and from where random tests run.
enum FuzzSettings {
    static var seed: UInt64? { ProcessInfo.processInfo.environment["KVGRAPH_FUZZ_SEED"].flatMap { UInt64($0) } }

    static func rounds(otherwise rounds: Int) -> Int {
        ProcessInfo.processInfo.environment["KVGRAPH_FUZZ_ROUNDS"].flatMap { Int($0) } ?? rounds
    }
}
