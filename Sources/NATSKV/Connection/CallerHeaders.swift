import NIOCore

/// Header lines that requests of a caller carry besides their own.
package struct HeaderLines: Sendable, Equatable {
    let bytes: [UInt8]

    /// Lines of `name: value`. A name or value that cannot stand in a header is left out, with its line.
    package init(_ fields: [(String, String)]) {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            let isName = !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
            let isValue = value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            guard isName, isValue else { continue }
            bytes += "\(name): \(value)\r\n".utf8
        }
        self.bytes = bytes
    }
}

extension NATSConnection {
    /// Gives every request made under `token` from now on these headers; `nil` takes them away again.
    package func setHeaders(_ headers: HeaderLines?, for token: CancellationToken) {
        eventLoop.assertInEventLoop()
        outbox.callerHeaders[token.number] = headers.flatMap { $0.bytes.isEmpty ? nil : $0 }
    }
}
