import NIOCore
import NIOHTTP1
import NIOHTTP2

/// Makes a connection one of HTTP/2.
enum HTTP2Pipeline {
    /// What every connection begins with (RFC 9113, section 3.4).
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private static let streamWindow = 256 << 10
    private static let connectionWindow = 1 << 20

    /// Adds the handlers behind those that the pipeline has.
    static func add(to channel: any Channel, loop: HTTPLoop) throws {
        let flushes = HTTP2FlushHandler(loop: loop)
        let connection = HTTP2ConnectionHandler(loop: loop, flushes: flushes)
        flushes.connection = connection
        // Only what GOAWAY takes; times are the connection's own.
        let management = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(maxIdleTime: nil, maxAge: nil, maxGraceTime: nil, keepalive: nil)
        )
        let shared = NIOLoopBound((loop, connection), eventLoop: channel.eventLoop)
        let handler = NIOHTTP2Handler(
            mode: .server,
            eventLoop: channel.eventLoop,
            connectionConfiguration: connectionConfiguration(loop.settings),
            streamConfiguration: streamConfiguration,
            streamDelegate: management.http2StreamDelegate
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                let (loop, connection) = shared.value
                let codec = HTTP2FramePayloadToHTTP1ServerCodec()
                let handler = HTTP2StreamHandler(loop: loop, connection: connection, codec: codec)
                try stream.pipeline.syncOperations.addHandlers(codec, handler)
            }
        }
        try channel.pipeline.syncOperations.addHandlers(flushes, handler, management, connection)
    }

    /// The library's own bounds hold besides: 200 streams reset, failed or control frames in 30 s, and bounded
    /// buffers of control frames; past them the connection ends with ENHANCE_YOUR_CALM.
    private static func connectionConfiguration(_ settings: HTTPSettings) -> NIOHTTP2Handler.ConnectionConfiguration {
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: settings.streams),
            // Above the limit itself, so that a head a little too large is answered with 431 and not by GOAWAY.
            HTTP2Setting(parameter: .maxHeaderListSize, value: 2 * settings.headerLimit),
            HTTP2Setting(parameter: .initialWindowSize, value: streamWindow),
        ]
        configuration.targetWindowSize = connectionWindow
        return configuration
    }

    private static var streamConfiguration: NIOHTTP2Handler.StreamConfiguration {
        var configuration = NIOHTTP2Handler.StreamConfiguration()
        configuration.targetWindowSize = streamWindow
        configuration.outboundBufferSizeHighWatermark = 64 << 10
        configuration.outboundBufferSizeLowWatermark = 32 << 10
        return configuration
    }
}
