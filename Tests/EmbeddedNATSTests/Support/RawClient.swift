import JSON
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import EmbeddedNATS
@testable import NATSWire

/// A NATS client of a few lines: what goes over the wire is what the test says.
final class RawClient: Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    struct Message: Sendable, Equatable {
        var subject: String
        var identifier: String
        var reply: String?
        var headers: String?
        var payload: [UInt8]

        var text: String { String(decoding: payload, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: payload)) ?? .null }
    }

    private let channel: any Channel
    private let queue: FrameQueue

    private init(channel: any Channel, queue: FrameQueue) {
        self.channel = channel
        self.queue = queue
    }

    static func open(_ port: Int) async throws -> RawClient {
        let queue = FrameQueue()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FrameReader(queue))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawClient(channel: channel, queue: queue)
    }

    /// Opens a connection that says CONNECT and waits for the answer to its PING.
    static func connect(_ port: Int, _ options: String = "") async throws -> RawClient {
        let client = try await open(port)
        guard case .info = try await client.next() else { throw Failure(description: "no INFO") }
        let fields = #""verbose":false,"headers":true,"no_responders":true"# + (options.isEmpty ? "" : "," + options)
        try await client.send("CONNECT {\(fields)}\r\nPING\r\n")
        try await client.expect(.pong)
        return client
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// The next frame. PINGs are answered on the way.
    func next() async throws -> ServerFrame {
        while let frame = await queue.next() {
            guard frame == .ping else { return frame }
            try await send("PONG\r\n")
        }
        throw Failure(description: "the connection was closed")
    }

    /// Whether the server closed the connection, with nothing said before.
    func isClosed() async -> Bool { await queue.next() == nil }

    func expect(_ frame: ServerFrame, _ location: SourceLocation = #_sourceLocation) async throws {
        #expect(try await next() == frame, sourceLocation: location)
    }

    func message() async throws -> Message {
        let frame = try await next()
        guard case .message(let message) = frame else { throw Failure(description: "found \(frame), no message") }
        return Message(
            subject: String(buffer: message.subject),
            identifier: String(buffer: message.subscriptionIdentifier),
            reply: message.reply.map { String(buffer: $0) },
            headers: message.headerBlock.map { String(buffer: $0) },
            payload: Array(message.payload.readableBytesView)
        )
    }

    /// All that came so far: what is in front of the answer to a PING.
    func settle() async throws -> [ServerFrame] {
        try await send("PING\r\n")
        var frames: [ServerFrame] = []
        while true {
            let frame = try await next()
            if frame == .pong { return frames }
            frames.append(frame)
        }
    }

    /// Publishes with a reply subject and waits for the one answer.
    func request(_ subject: String, _ payload: String = "", headers: String? = nil) async throws -> Message {
        let inbox = "_INBOX.\(UInt64.random(in: 0 ... .max))"
        var text = "SUB \(inbox) r\r\nUNSUB r 1\r\n"
        text += Self.publish(subject, reply: inbox, payload, headers: headers)
        try await send(text)
        return try await message()
    }

    /// A JetStream request; answers are JSON.
    func api(_ subject: String, _ payload: String = "") async throws -> JSONValue {
        try await request("$JS.API." + subject, payload).json
    }

    static func publish(
        _ subject: String,
        reply: String? = nil,
        _ payload: String = "",
        headers: String? = nil
    ) -> String {
        let target = reply.map { "\(subject) \($0)" } ?? subject
        guard let headers else { return "PUB \(target) \(payload.utf8.count)\r\n\(payload)\r\n" }
        let block = "NATS/1.0\r\n\(headers)\r\n\r\n"
        return "HPUB \(target) \(block.utf8.count) \(block.utf8.count + payload.utf8.count)\r\n\(block)\(payload)\r\n"
    }

    func close() async { try? await channel.close() }
}

/// Hands frames on as they come.
private final class FrameReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let queue: FrameQueue
    private var processor = NIOSingleStepByteToMessageProcessor(ServerFrameParser())

    init(_ queue: FrameQueue) { self.queue = queue }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            try processor.process(buffer: unwrapInboundIn(data)) { queue.append($0) }
        } catch {
            Issue.record("the server sent \(error)")
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { queue.append(nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Frames between the socket and one test that waits for them.
private final class FrameQueue: Sendable {
    private struct State {
        var frames: [ServerFrame?] = []
        var waiter: CheckedContinuation<ServerFrame?, Never>?
    }
    private let state = Mutex(State())

    /// `nil` is the end of the connection.
    func append(_ frame: ServerFrame?) {
        let waiter = state.withLock { state -> CheckedContinuation<ServerFrame?, Never>? in
            defer { state.waiter = nil }
            if state.waiter == nil { state.frames.append(frame) }
            return state.waiter
        }
        waiter?.resume(returning: frame)
    }

    func next() async -> ServerFrame? {
        await withCheckedContinuation { continuation in
            let found = state.withLock { state -> ServerFrame?? in
                if state.frames.isEmpty {
                    state.waiter = continuation
                    return nil
                }
                // The end stays, for whoever asks again.
                return state.frames[0] == nil ? .some(nil) : state.frames.removeFirst()
            }
            if let found { continuation.resume(returning: found) }
        }
    }
}
