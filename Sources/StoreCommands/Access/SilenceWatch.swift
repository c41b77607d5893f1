import NATSKV
import Synchronization

/// Ends a watch from which nothing comes any more: a store that went away must not keep a listing waiting for ever.
final class SilenceWatch: Sendable {
    private let count = Atomic<Int>(0)

    func heard() { count.wrappingAdd(1, ordering: .relaxed) }

    /// Runs until it is cancelled, or until it ended `events`.
    func start(_ events: KeyValueEvents, patience: Duration) -> Task<Void, Never> {
        Task {
            while !Task.isCancelled {
                let before = count.load(ordering: .relaxed)
                try? await Task.sleep(for: patience)
                guard before == count.load(ordering: .relaxed) else { continue }
                return events.end()
            }
        }
    }
}
