import NATSWire
import NIOCore

/// Text that is compared byte by byte.
///
/// NATS compares subjects as bytes; `String` takes a composed and a decomposed "é" for equal.
struct ExactString: Sendable, Hashable, CustomStringConvertible {
    let text: String

    init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
    }

    init(_ text: Substring) { self.init(String(text)) }

    /// The readable bytes of `buffer`; `nil` where they are not UTF-8.
    init?(_ buffer: ByteBuffer) {
        let text = buffer.withUnsafeReadableBytes { String(validating: $0, as: UTF8.self) }
        guard let text else { return nil }
        self.text = text
    }

    var description: String { text }
    var count: Int { text.utf8.count }

    static func == (left: ExactString, right: ExactString) -> Bool {
        guard left.text.utf8.count == right.text.utf8.count else { return false }
        let same = left.text.utf8.withContiguousStorageIfAvailable { leftBytes in
            right.text.utf8.withContiguousStorageIfAvailable { leftBytes.elementsEqual($0) }
        }
        return (same ?? nil) ?? left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        // Always contiguous: the initialisers see to it.
        _ = text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension ExactString: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self.init(value) }
}

extension ExactString: WireBytes {
    var wireCount: Int { text.utf8.count }
    func withWireBytes(_ body: (UnsafeRawBufferPointer) -> Void) { text.withWireBytes(body) }
}
