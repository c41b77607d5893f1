/// `server.tls`: the files of the gateway's certificate. PEM; both are read again when they change.
package struct TLSSettings: Sendable, Equatable {
    /// The oldest version of TLS that is spoken.
    package enum Version: String, Sendable, CaseIterable {
        case v12 = "1.2"
        case v13 = "1.3"
    }

    /// The gateway's own certificate, and behind it those up to, but without, the root.
    package var certificate: String
    package var key: String
    package var minimumVersion = Version.v12
    /// Where the section stands, for messages.
    package var position: ConfigurationPosition?

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
