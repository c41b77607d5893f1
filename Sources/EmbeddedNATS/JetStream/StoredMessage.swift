import NIOCore

/// A message of a stream.
struct StoredMessage: Sendable, Equatable {
    var sequence: UInt64
    /// When it was stored, in nanoseconds since 1970.
    var time: Int64
    var subject: ExactString
    /// The header block as the publisher sent it.
    var headers: ByteBuffer?
    var payload: ByteBuffer

    /// What the message counts against the stream's byte limit; nats-server's record sizes.
    func storedSize(in kind: StreamConfiguration.StorageKind) -> Int {
        Self.storedSize(subject.count, headers?.readableBytes ?? 0, payload.readableBytes, in: kind)
    }

    static func storedSize(
        _ subject: Int,
        _ headers: Int,
        _ payload: Int,
        in kind: StreamConfiguration.StorageKind
    ) -> Int {
        switch kind {
        case .memory: subject + headers + payload + 16
        case .file: 22 + subject + (headers > 0 ? 4 + headers : 0) + payload + 8
        }
    }
}
