import NIOCore
import NIOPosix

/// A server that says INFO and PONG as it should and answers every publication with what the test gives it.
final class ScriptedServer: Sendable {
    let channel: any Channel
    var url: String { "nats://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    private init(_ channel: any Channel) {
        self.channel = channel
    }

    /// - Parameters:
    ///   - info: the JSON text of INFO, or whatever is to be sent in its place when it does not start with a brace.
    ///   - answer: the bytes to send for a publication with this subject and this reply subject.
    ///   - stored: the JSON text to answer STREAM.MSG.GET with, from the last message id seen and the request's body.
    static func start(
        info: String = "{\"server_id\":\"S\",\"version\":\"2.10.0\",\"headers\":true,\"max_payload\":1048576}",
        answer: @escaping @Sendable (_ subject: String, _ reply: String) -> String,
        stored: (@Sendable (_ messageID: String, _ body: String) -> String)? = nil
    ) async throws -> ScriptedServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(info: info, answer: answer, stored: stored))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel)
    }

    func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let info: String
        private let answer: (String, String) -> String
        private let stored: ((String, String) -> String)?
        private var rest = ""
        private var messageID = ""
        private var question: String?

        init(
            info: String,
            answer: @escaping (String, String) -> String,
            stored: ((String, String) -> String)?
        ) {
            self.info = info
            self.answer = answer
            self.stored = stored
        }

        func channelActive(context: ChannelHandlerContext) {
            send(info.hasPrefix("{") ? "INFO \(info)\r\n" : info, context)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            rest += String(buffer: unwrapInboundIn(data))
            while let end = rest.range(of: "\r\n") {
                let words = rest[..<end].split(separator: " ").map(String.init)
                rest = String(rest[rest.index(end, offsetBy: 1)...])
                if words.first == "PING" { send("PONG\r\n", context) }
                if words.first == "Nats-Msg-Id:" { messageID = words[1] }
                if let stored, let reply = question.take(), let body = words.first {
                    let text = stored(messageID, body)
                    send("MSG \(reply) 1 \(text.utf8.count)\r\n\(text)\r\n", context)
                    continue
                }
                guard let operation = words.first, ["PUB", "HPUB"].contains(operation) else { continue }
                let hasReply = words.count == (operation == "PUB" ? 4 : 5)
                guard hasReply else { continue }
                if stored != nil, words[1].contains("STREAM.MSG.GET") {
                    question = words[2]
                } else {
                    send(answer(words[1], words[2]), context)
                }
            }
        }

        private func send(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
        }
    }
}

extension String {
    /// Where `text` begins; in Swift a CR LF is one character.
    fileprivate func range(of text: Character) -> String.Index? { firstIndex(of: text) }
}
