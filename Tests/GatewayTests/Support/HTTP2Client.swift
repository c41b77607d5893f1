import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL

/// One HTTP/2 connection of a client; NIO's own half of the protocol.
struct HTTP2Client {
    struct Response: Sendable {
        var status = 0
        var headers = HTTPHeaders()
        var body: [UInt8] = []
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// The client's half of a stream.
    typealias Stream = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    let channel: any Channel
    private let streams: NIOHTTP2Handler.AsyncStreamMultiplexer<Void>
    /// Done at the first GOAWAY, with its last stream.
    let leaving: EventLoopFuture<HTTP2StreamID>

    static func with<Value: Sendable>(
        _ port: Int,
        tls: NIOSSLContext? = nil,
        _ body: @Sendable (HTTP2Client) async throws -> Value
    ) async throws -> Value {
        let eventLoop = MultiThreadedEventLoopGroup.singletonMultiThreadedEventLoopGroup.next()
        let promise = eventLoop.makePromise(of: HTTP2StreamID.self)
        let (channel, streams) =
            try await ClientBootstrap(group: eventLoop)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    let streams = try pipeline.configureAsyncHTTP2Pipeline(mode: .client) { stream in
                        stream.eventLoop.makeSucceededVoidFuture()
                    }
                    try pipeline.addHandler(GoAwayObserver(promise))
                    return (channel, streams)
                }
            }
        let client = HTTP2Client(channel: channel, streams: streams, leaving: promise.futureResult)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(client))
        } catch {
            result = .failure(error)
        }
        try? await channel.close().get()
        promise.fail(ChannelError.eof)
        return try result.get()
    }

    func stream<Value: Sendable>(
        _ body: (
            NIOAsyncChannelInboundStream<HTTPClientResponsePart>, NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
        )
            async throws -> Value
    ) async throws -> Value {
        let stream = try await streams.openStream { channel in
            channel.eventLoop.makeCompletedFuture {
                let codec = HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .http)
                try channel.pipeline.syncOperations.addHandler(codec)
                return try Stream(wrappingChannelSynchronously: channel)
            }
        }
        return try await stream.executeThenClose(body)
    }

    /// One request and its whole response. With `finishes` false the end of the request is never sent.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ fields: [(String, String)] = [],
        body: String? = nil,
        finishes: Bool = true
    ) async throws -> Response {
        // What comes behind the end, a reset of what is left of the request, is no part of the response.
        let answered = NIOLockedValueBox<Response?>(nil)
        do {
            try await exchange(method, path, fields, body, finishes) { whole in answered.withLockedValue { $0 = whole }
            }
        } catch {
            guard answered.withLockedValue({ $0 }) != nil else { throw error }
        }
        return answered.withLockedValue { $0 } ?? Response()
    }

    private func exchange(
        _ method: HTTPMethod,
        _ path: String,
        _ fields: [(String, String)],
        _ body: String?,
        _ finishes: Bool,
        _ whenWhole: (Response) -> Void
    ) async throws {
        try await stream { inbound, outbound in
            var headers = HTTPHeaders([("host", "localhost")])
            headers.add(contentsOf: fields)
            try await outbound.write(
                .head(HTTPRequestHead(version: .http2, method: method, uri: path, headers: headers))
            )
            if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body)))) }
            if finishes { try await outbound.write(.end(nil)) }
            var response = Response()
            for try await part in inbound {
                switch part {
                case .head(let head):
                    response.status = Int(head.status.code)
                    response.headers = head.headers
                case .body(let bytes): response.body += bytes.readableBytesView
                case .end: whenWhole(response)
                }
            }
        }
    }
}

/// Takes note of GOAWAY.
private final class GoAwayObserver: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTP2Frame
    private let promise: EventLoopPromise<HTTP2StreamID>

    init(_ promise: EventLoopPromise<HTTP2StreamID>) { self.promise = promise }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .goAway(let last, _, _) = unwrapInboundIn(data).payload { promise.succeed(last) }
    }
}
