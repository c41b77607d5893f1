import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension NATSConnection {
    /// So many requests are not kept until the end of the turn that makes them.
    private static let requestsAtOnce = 64
    /// With so many under way a server on this machine is let run before more are made.
    private static let requestsInCaches = 128
    private static let receivedAtOnce = 65_536

    /// Sends what this turn of the loop has asked and takes the answers that are there, where it has asked much. To be
    /// called between two pieces of work of a turn that may have very many; callbacks of requests are made from within. Does
    /// nothing within such a callback.
    ///
    /// A loop with thousands of busy sockets reads all of them in one turn. Were the answers left for the next one, the
    /// state of every request and connection would be gone from the processor's caches when they come.
    package func exchangeWithinTurn() {
        guard requestsOfTurn >= Self.requestsAtOnce, !isReceiving else { return }
        flush()
        if outbox.requests.sentCount >= Self.requestsInCaches { sched_yield() }
        receive()
    }

    /// Takes what the socket has, without waiting, but for one byte: where the selector has said in this turn that there
    /// are bytes, the channel counts on finding some. The end and errors are left for it to find, too.
    private func receive() {
        guard let pipeline = context?.channel.pipeline.syncOperations else { return }
        receivedWithinTurn.clear()
        let count = try? pipeline.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
            receivedWithinTurn.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.receivedAtOnce) { space in
                let there = recv(socket, space.baseAddress, space.count, Int32(MSG_DONTWAIT) | Int32(MSG_PEEK))
                return there > 1 ? max(0, recv(socket, space.baseAddress, there - 1, Int32(MSG_DONTWAIT))) : 0
            }
        }
        guard let count, count > 0 else { return }
        pipeline.fireChannelRead(NIOAny(receivedWithinTurn))
        pipeline.fireChannelReadComplete()
    }
}
