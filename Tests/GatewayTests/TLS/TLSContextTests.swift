import Logging
import Testing

@testable import Gateway

@Suite("The certificate of the server")
struct TLSContextTests {
    @Test(
        "what is wrong with a file is said with its path and its key of the configuration",
        arguments: [
            ("certificate", "nowhere.pem", "", "No such file"),
            ("certificate", "server.pem", "nothing", "no certificate that can be read"),
            ("certificate", "server.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n", "no certificate that can be read"),
            ("key", "nowhere.key", "", "No such file"),
            ("key", "server.key", "nothing", "no key that can be read"),
            ("key", "server.key", "renewed.key", "does not belong to the certificate"),
            ("key", "server.key", "encrypted.key", "an encrypted key"),
            ("key", "server.key", "encrypted-pkcs8.key", "an encrypted key"),
        ]
    )
    func defects(key: String, file: String, content: String, found: String) throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        var settings = certificates.settings
        settings.position = ConfigurationPosition(file: "kvgraph.yaml", line: 3, column: 8)
        if content.hasSuffix(".key") { try certificates.put(content, as: file) }
        if content.hasPrefix("n") || content.hasPrefix("-") { try certificates.write(content, as: file) }
        if key == "certificate" { settings.certificate = certificates.path(file) }
        if key == "key" { settings.key = certificates.path(file) }
        let error = try #require(throws: ConfigurationError.self) { try TLSContextLoader.load(settings) }
        #expect(error.description.hasPrefix("kvgraph.yaml:3:8: server.tls.\(key): found \(certificates.path(file)): "))
        #expect(error.description.contains(found), "\(error)")
        #expect(!error.description.contains("BEGIN"))
    }

    @Test func `a certificate at its end is said and served`() throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let loaded = try TLSContextLoader.load(certificates.settings)
        #expect(loaded.cautions.isEmpty)
        let end = Int(loaded.expiry)
        #expect(
            try TLSContextLoader.load(certificates.settings, now: end - 86_400).cautions.first?.contains("expires on")
                == true
        )
        #expect(
            try TLSContextLoader.load(certificates.settings, now: end + 1).cautions.first?.contains("expired on")
                == true
        )
        #expect(
            try TLSContextLoader.load(certificates.settings, now: 0).cautions.first?.contains("not valid before")
                == true
        )
    }

    @Test func `only files that changed are read again, and a defect keeps the old ones`() throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let log = RecordedLog()
        let source = try TLSContextSource(certificates.settings, logger: log.logger)
        let first = source.context
        source.reloadIfChanged()
        #expect(source.context === first)
        #expect(log.lines.isEmpty)
        // The certificate comes before its key, as a renewal may write them.
        try certificates.put("renewed.pem", as: "server.pem")
        source.reloadIfChanged()
        #expect(source.context === first)
        #expect(log.lines.count == 1 && log.lines[0].contains("the certificate in use stays"))
        #expect(log.lines[0].contains("does not belong"))
        source.reloadIfChanged()
        #expect(log.lines.count == 1, "one change is told once")
        try certificates.put("renewed.key", as: "server.key")
        source.reloadIfChanged()
        #expect(source.context !== first)
        #expect(log.lines.last?.contains("read again") == true)
    }
}
