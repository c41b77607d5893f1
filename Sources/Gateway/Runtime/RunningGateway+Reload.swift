import EmbeddedNATS
import Logging
import NATSKV
import SchemaGen

extension RunningGateway {
    /// What a reload came to.
    package enum ReloadOutcome: Sendable, Equatable {
        /// The new APIs and models are served.
        case adopted
        /// Nothing that a reload takes up is different.
        case unchanged
        /// There is a defect in the new ones; the old ones are served as before.
        case refused
    }

    /// Reads certificate, models and the APIs of the configuration again, without closing a connection.
    ///
    /// Requests that come afterwards see the new schema; those under way and running subscriptions end as they began.
    /// What has a defect is logged and changes nothing. Not to be called a second time before it returned.
    ///
    /// - Parameter load: Reads the configuration as at the start.
    @discardableResult
    package func reload(_ load: @Sendable () throws -> Configuration) async -> ReloadOutcome {
        tls?.reload()
        let old = currentPlan
        do {
            let configuration = try load()
            warnOfRestart(old.configuration, configuration)
            let generated = try SchemaLoader.load(configuration)
            let plan = try ServingPlan(old, apis: configuration.apis, generated)
            let changes = ReloadChanges(from: old, to: plan)
            guard !changes.isEmpty else {
                logger.notice("reloaded: nothing changed")
                return .unchanged
            }
            try await StoreStartup(plan: plan, workers: workers).ensure(
                plan.buckets.filter { !old.buckets.contains($0) }
            )
            await adopt(plan)
            announce(plan)
            for warning in generated.warnings { logger.notice("\(warning)") }
            logger.notice("reloaded: \(changes.summary)")
            for line in changes.lines { logger.notice("reloaded: \(line)") }
            return .adopted
        } catch {
            logger.error("not reloaded, the models in use stay: \(error)")
            return .refused
        }
    }

    /// Tells commands on the store folder what is served now.
    private func announce(_ plan: ServingPlan) {
        guard let embedded else { return }
        EmbeddedStore.announce(embedded.url, plan.configuration.nats.store, logger) {
            $0.apis = plan.configuration.apis
        }
    }

    /// Sections that are read only at the start.
    private func warnOfRestart(_ old: Configuration, _ new: Configuration) {
        var sections: [String] = []
        // The place of a section in the file is no setting.
        var (server, earlier) = (new.server, old.server)
        server.tls?.position = nil
        earlier.tls?.position = nil
        if server != earlier { sections.append("server") }
        if new.graphql != old.graphql { sections.append("graphql") }
        if new.nats != old.nats { sections.append("nats") }
        if new.logLevel != old.logLevel || new.logFormat != old.logFormat { sections.append("log") }
        guard !sections.isEmpty else { return }
        logger.warning("changes of \(sections.joined(separator: ", ")) take effect at the next start")
    }
}

/// What is different between two plans, for the log.
struct ReloadChanges {
    let lines: [String]
    private let isBreaking: Bool

    init(from old: ServingPlan, to new: ServingPlan) {
        let comparison = SchemaComparison(from: old.generated, to: new.generated)
        var lines = comparison.lines
        let (earlier, later) = (old.configuration.apis.map(\.namespace), new.configuration.apis.map(\.namespace))
        for name in later where !earlier.contains(name) { lines.append("API \(name) added") }
        for name in earlier where !later.contains(name) { lines.append("API \(name) removed") }
        for bucket in new.buckets where !old.buckets.contains(bucket) && !lines.contains("API \(bucket.name) added") {
            lines.append("bucket \(bucket.name): settings")
        }
        // Other texts of the model that mean the same to clients and values: descriptions, the order of properties.
        if lines.isEmpty, old.pages["/schema.graphql"]?.body != new.pages["/schema.graphql"]?.body {
            lines.append("schema text")
        }
        for (before, after) in zip(old.generated.apis, new.generated.apis) where lines.isEmpty {
            if before.model.document != after.model.document { lines.append("model \(after.namespace): text") }
        }
        self.lines = lines
        isBreaking = comparison.isBreaking
    }

    var isEmpty: Bool { lines.isEmpty }

    var summary: String {
        "\(lines.count) \(lines.count == 1 ? "change" : "changes")\(isBreaking ? ", breaking ones among them" : "")"
    }
}
