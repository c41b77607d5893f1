import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads the files of `server.tls`, and says of each what is wrong with it.
enum TLSContextLoader {
    /// Bytes that a file may have.
    private static let sizeLimit = 1 << 20

    struct Loaded {
        var context: NIOSSLContext
        /// What an operator should know although it works: a certificate that is about to expire.
        var cautions: [String]
        /// When the gateway's certificate ends, in seconds since 1970.
        var expiry: Int64
    }

    static func load(_ settings: TLSSettings, now: time_t = time(nil)) throws(ConfigurationError) -> Loaded {
        let chain = try certificates(settings)
        let key = try privateKey(settings)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = settings.minimumVersion == .v13 ? .tlsv13 : .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        do {
            let context = try NIOSSLContext(configuration: configuration)
            return Loaded(
                context: context,
                cautions: cautions(chain[0], settings, now),
                expiry: Int64(chain[0].notValidAfter)
            )
        } catch {
            // Each file can be read by itself, so what is left is that they do not belong together.
            throw failure(
                settings,
                "key",
                settings.key,
                found: "a key that does not belong to the certificate \(settings.certificate)",
                expected: "the private key of the first certificate in that file"
            )
        }
    }

    private static func certificates(_ settings: TLSSettings) throws(ConfigurationError) -> [NIOSSLCertificate] {
        let expected = "a PEM file with the server's certificate first and its chain behind it"
        let bytes = try read(settings, "certificate", settings.certificate, expected: expected)
        let chain = try? NIOSSLCertificate.fromPEMBytes(bytes)
        guard let chain, !chain.isEmpty else {
            throw failure(
                settings,
                "certificate",
                settings.certificate,
                found: "no certificate that can be read",
                expected: expected
            )
        }
        return chain
    }

    private static func privateKey(_ settings: TLSSettings) throws(ConfigurationError) -> NIOSSLPrivateKey {
        let expected = "a PEM file with a private key that has no passphrase"
        let bytes = try read(settings, "key", settings.key, expected: expected)
        let text = String(decoding: bytes, as: UTF8.self)
        guard !text.contains("ENCRYPTED") else {
            throw failure(settings, "key", settings.key, found: "an encrypted key", expected: expected)
        }
        // A passphrase is never asked for on a terminal.
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem, passphraseCallback: { $0([UInt8]()) }) else {
            throw failure(settings, "key", settings.key, found: "no key that can be read", expected: expected)
        }
        return key
    }

    private static func read(
        _ settings: TLSSettings,
        _ key: String,
        _ path: String,
        expected: String
    ) throws(ConfigurationError) -> [UInt8] {
        do {
            return try FileContents.read(path, limit: sizeLimit, expected: expected)
        } catch {
            throw failure(settings, key, path, found: error.found, expected: expected)
        }
    }

    private static func failure(
        _ settings: TLSSettings,
        _ key: String,
        _ path: String,
        found: String,
        expected: String
    ) -> ConfigurationError {
        let source = settings.position.map { ConfigurationError.Source.file($0) } ?? .absent
        return ConfigurationError(source, key: "server.tls.\(key)", found: "\(path): \(found)", expected: expected)
    }

    private static func cautions(_ certificate: NIOSSLCertificate, _ settings: TLSSettings, _ now: time_t) -> [String] {
        let name = "server.tls.certificate: \(settings.certificate)"
        let day: time_t = 86_400
        if certificate.notValidBefore > now {
            return ["\(name): not valid before \(DateLine.text(certificate.notValidBefore))"]
        }
        if certificate.notValidAfter < now {
            return ["\(name): expired on \(DateLine.text(certificate.notValidAfter))"]
        }
        if certificate.notValidAfter < now + 14 * day {
            return ["\(name): expires on \(DateLine.text(certificate.notValidAfter))"]
        }
        return []
    }
}
