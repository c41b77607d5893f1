import NIOCore

/// A storage as the server's event loop drives it.
protocol LoopStorage: Storage {
    /// Whether there are writes that no commit has taken yet.
    var hasWrites: Bool { get }
    /// Whether so much waits for the disk that publishers should be held up.
    var isBehind: Bool { get }
    /// Starts a commit of all writes so far, if there are any and none is under way. `done` is called on the loop.
    func commit(on loop: any EventLoop, _ done: @escaping () -> Void)
    /// Commits everything and gives the store free. `done` is called on the loop.
    func finish(on loop: any EventLoop, _ done: @escaping () -> Void)
}

extension MemoryStorage: LoopStorage {
    var hasWrites: Bool { false }
    var isBehind: Bool { false }
    func commit(on loop: any EventLoop, _ done: @escaping () -> Void) {}
    func finish(on loop: any EventLoop, _ done: @escaping () -> Void) { done() }
}
