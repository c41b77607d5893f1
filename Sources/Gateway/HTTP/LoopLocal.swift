import NIOCore

/// One value for each event loop of a group, reachable only on that loop.
struct LoopLocal<Value>: Sendable {
    private let values: [ObjectIdentifier: NIOLoopBound<Value>]
    let eventLoops: [any EventLoop]

    struct UnknownLoop: Error {}

    /// Makes each value on its own loop.
    static func make(
        _ eventLoops: [any EventLoop],
        _ make: @escaping @Sendable (any EventLoop) throws -> Value
    ) async throws -> Self {
        var values: [ObjectIdentifier: NIOLoopBound<Value>] = [:]
        for eventLoop in eventLoops {
            values[ObjectIdentifier(eventLoop)] = try await eventLoop.submit {
                NIOLoopBound(try make(eventLoop), eventLoop: eventLoop)
            }.get()
        }
        return Self(values: values, eventLoops: eventLoops)
    }

    /// Must be called on `eventLoop`.
    func value(on eventLoop: any EventLoop) throws(UnknownLoop) -> Value {
        guard let bound = values[ObjectIdentifier(eventLoop)] else { throw UnknownLoop() }
        return bound.value
    }
}

extension LoopLocal {
    /// Another value for each loop, made of this one on that loop.
    func map<Other>(_ transform: @escaping @Sendable (Value) throws -> Other) async throws -> LoopLocal<Other> {
        let values = self
        return try await LoopLocal<Other>.make(eventLoops) { try transform(values.value(on: $0)) }
    }
}
