import NIOCore
import NIOSSL

/// How connections to NATS are encrypted. Files are read once, when the value is made.
public struct TLSOptions: Sendable {
    let context: NIOSSLContext
    /// Begin with the TLS handshake, before the server's INFO, as servers with `handshake_first` want it.
    public var startsWithHandshake = false

    /// - Parameters:
    ///   - authorities: a PEM file of the certificate authorities to trust; `nil`: the system's.
    ///   - certificate: a PEM file of the client's certificate, with the chain behind it; `nil`: none.
    ///   - key: a PEM file of the certificate's private key.
    /// - Throws: `configurationInvalid`, which names the file.
    public init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) throws(NATSError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorities {
            configuration.trustRoots = .certificates(try Self.read(authorities, NIOSSLCertificate.fromPEMFile))
        }
        if let certificate {
            let chain = try Self.read(certificate, NIOSSLCertificate.fromPEMFile)
            configuration.certificateChain = chain.map { .certificate($0) }
            guard let key else {
                throw NATSError(.configurationInvalid, "the client's certificate needs its private key")
            }
            configuration.privateKey = .privateKey(try Self.read(key) { try NIOSSLPrivateKey(file: $0, format: .pem) })
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw NATSError(.configurationInvalid, "TLS cannot be set up", underlying: error)
        }
    }

    private static func read<Value>(
        _ file: String,
        _ body: (String) throws -> Value
    ) throws(NATSError) -> Value {
        do {
            return try body(file)
        } catch {
            throw NATSError(.configurationInvalid, "\(file) cannot be read as PEM", underlying: error)
        }
    }

    /// The handler that encrypts a connection to `host` and checks that the server's certificate is for it.
    func makeHandler(host: String) throws -> NIOSSLClientHandler {
        // A name is sent and compared; for an address the certificate must name the address that was connected to.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}
