import NIOCore
import NIOSSL

extension NATSConnection {
    /// Starts the TLS handshake on the open socket. The handler reports its end.
    func secure(_ address: ServerAddress) {
        guard let context else { return }
        do {
            let handler = try tlsOptions().makeHandler(host: address.host)
            try context.pipeline.syncOperations.addHandler(handler, position: .first)
        } catch {
            failed(NATSError(.tls, "TLS cannot be started", underlying: error), attempt: attempt)
        }
    }

    /// The options of the configuration, or else those that trust the system's authorities.
    func tlsOptions() throws(NATSError) -> TLSOptions {
        if let options = configuration.tls { return options }
        if let options = defaultTLSOptions { return options }
        let options = try TLSOptions()
        defaultTLSOptions = options
        return options
    }
}
