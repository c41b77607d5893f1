import Logging
import NIOSSL
import Synchronization

/// The certificate that new connections get. Connections that are open keep the one they began with.
final class TLSContextSource: Sendable {
    private struct State {
        var context: NIOSSLContext
        var stamps: [FileStamp]
    }

    private let settings: TLSSettings
    private let logger: Logger
    private let state: Mutex<State>

    var context: NIOSSLContext { state.withLock { $0.context } }

    init(_ settings: TLSSettings, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        self.logger = logger
        let stamps = Self.stamps(settings)
        let loaded = try TLSContextLoader.load(settings)
        for caution in loaded.cautions { logger.warning("\(caution)") }
        state = Mutex(State(context: loaded.context, stamps: stamps))
    }

    /// Reads the files again. With a defect in them the certificate in use stays, and the log says why.
    /// - Returns: whether the new certificate is in use.
    @discardableResult
    func reload() -> Bool {
        // Before reading: a file that changes meanwhile is read again next time.
        let stamps = Self.stamps(settings)
        do {
            let loaded = try TLSContextLoader.load(settings)
            state.withLock { $0 = State(context: loaded.context, stamps: stamps) }
            logger.notice("the certificate \(settings.certificate) is read again; new connections get it")
            for caution in loaded.cautions { logger.warning("\(caution)") }
            return true
        } catch {
            state.withLock { $0.stamps = stamps }
            logger.error("the certificate in use stays: \(error)")
            return false
        }
    }

    /// Reads the files again where one of them is another than the last time.
    func reloadIfChanged() {
        let stamps = Self.stamps(settings)
        guard stamps != state.withLock({ $0.stamps }) else { return }
        reload()
    }

    private static func stamps(_ settings: TLSSettings) -> [FileStamp] {
        [settings.certificate, settings.key].map(FileStamp.init)
    }
}
