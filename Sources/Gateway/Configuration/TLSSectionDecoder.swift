import Yams

/// Decodes `server.tls`.
struct TLSSectionDecoder {
    let decoder: ConfigurationDecoder

    func decode(_ node: Node) throws(ConfigurationError) -> TLSSettings {
        let path = "server.tls"
        let known = ["certificate", "key", "minimumVersion"]
        let reader = try SectionReader(node, path: path, file: decoder.file, known: known)
        var settings = TLSSettings(certificate: "", key: "")
        try reader.read("certificate", into: &settings.certificate)
        try reader.read("key", into: &settings.key)
        try reader.read("minimumVersion", into: &settings.minimumVersion)
        for (name, file) in [("certificate", settings.certificate), ("key", settings.key)] where file.isEmpty {
            throw ConfigurationError(
                .file(reader.position),
                key: reader.child(name),
                found: "nothing",
                expected: "the path of a PEM file: TLS needs a certificate and its key"
            )
        }
        settings.certificate = decoder.resolve(settings.certificate)
        settings.key = decoder.resolve(settings.key)
        settings.position = reader.position
        return settings
    }
}
