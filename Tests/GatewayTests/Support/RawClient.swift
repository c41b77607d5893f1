import NIOCore
import NIOPosix
import NIOSSL

/// A TCP client that sends the bytes it is told and shows those that come back.
struct RawClient {
    struct Closed: Error, CustomStringConvertible {
        let received: String
        var description: String { "closed after: \(received)" }
    }

    /// One connection; used by one task.
    final class Connection {
        let channel: any Channel
        private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private var received: [UInt8] = []

        fileprivate init(
            channel: any Channel,
            inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
            outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) {
            self.channel = channel
            self.outbound = outbound
            self.inbound = inbound.makeAsyncIterator()
        }

        func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

        func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
            try await outbound.write(ByteBuffer(bytes: bytes))
        }

        /// Everything up to and with `mark`.
        func read(through mark: String) async throws -> String {
            let mark = Array(mark.utf8)
            var searched = 0
            while true {
                if let end = find(mark, from: searched) {
                    let text = String(decoding: received[..<end], as: UTF8.self)
                    received.removeFirst(end)
                    return text
                }
                searched = max(0, received.count - mark.count)
                guard let bytes = try await inbound.next() else {
                    throw Closed(received: String(decoding: received, as: UTF8.self))
                }
                received += bytes.readableBytesView
            }
        }

        /// One response with a Content-Length: its head and its body.
        func response() async throws -> (head: String, body: String) {
            let head = try await read(through: "\r\n\r\n")
            let length = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
            guard let count = length.flatMap({ Int($0.dropFirst(16)) }) else { return (head, "") }
            while received.count < count {
                guard let bytes = try await inbound.next() else { throw Closed(received: head) }
                received += bytes.readableBytesView
            }
            let body = String(decoding: received[..<count], as: UTF8.self)
            received.removeFirst(count)
            return (head, body)
        }

        /// As many bytes.
        func read(count: Int) async throws -> [UInt8] {
            while received.count < count {
                guard let bytes = try await inbound.next() else {
                    throw Closed(received: String(decoding: received, as: UTF8.self))
                }
                received += bytes.readableBytesView
            }
            defer { received.removeFirst(count) }
            return Array(received[..<count])
        }

        /// Everything until the server closes.
        func readToEnd() async throws -> String { String(decoding: try await bytesToEnd(), as: UTF8.self) }

        func bytesToEnd() async throws -> [UInt8] {
            while let bytes = try await inbound.next() { received += bytes.readableBytesView }
            defer { received = [] }
            return received
        }

        /// The bytes of what a server showed over TLS.
        func peerCertificate() async throws -> [UInt8]? {
            let channel = channel
            return try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self).peerCertificate?
                    .toDERBytes()
            }.get()
        }

        func finishSending() async throws { outbound.finish() }

        private func find(_ mark: [UInt8], from start: Int) -> Int? {
            guard received.count >= mark.count else { return nil }
            return (start...(received.count - mark.count)).first { offset in
                received[offset..<(offset + mark.count)].elementsEqual(mark)
            }.map { $0 + mark.count }
        }
    }

    static func withConnection<Value: Sendable>(
        to port: Int,
        receiveBuffer: Int32? = nil,
        tls: NIOSSLContext? = nil,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: SocketOptionValue(receiveBuffer))
        }
        let channel =
            try await bootstrap
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: "localhost")
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(Connection(channel: channel.channel, inbound: inbound, outbound: outbound))
        }
    }

    /// Sends `parts` one after another, each in a write of its own, and reads until the server closes.
    static func exchange(_ port: Int, _ parts: String...) async throws -> String {
        try await withConnection(to: port) { connection in
            for part in parts { try await connection.send(part) }
            return try await connection.readToEnd()
        }
    }
}
