import GraphQLEngine
import Logging
import NATSKV
import NIOCore
import SchemaGen

/// What all event loops serve: made once, from the configuration, before anything listens.
struct ServingPlan: Sendable {
    private(set) var configuration: Configuration
    private(set) var generated: GeneratedSchema
    private(set) var buckets: [BucketConfiguration]
    let nats: NATSConfiguration
    let settings: HTTPSettings
    let limits: OperationLimits
    private(set) var pages: [String: StaticPage]
    let hosts: HostRule
    let persistedQueries: PersistedQueries
    let metrics: GatewayMetrics
    let readiness: Readiness
    let tracing: RequestTracing
    let logger: Logger

    init(
        _ configuration: Configuration,
        _ generated: GeneratedSchema,
        nats: NATSConfiguration,
        loops: Int,
        logger: Logger
    ) throws(StartupError) {
        self.configuration = configuration
        self.generated = generated
        self.nats = nats
        self.logger = logger
        metrics = GatewayMetrics()
        readiness = Readiness()
        tracing = RequestTracing()
        var buckets: [BucketConfiguration] = []
        for api in configuration.apis {
            buckets.append(try BucketConfiguration(of: api, prefix: configuration.nats.prefix))
        }
        self.buckets = buckets
        settings = Self.settings(configuration.server, loops: loops)
        limits = Self.limits(configuration.graphql.limits, bodyLimit: configuration.server.limits.body)
        persistedQueries = PersistedQueries(capacity: configuration.graphql.operationCache)
        hosts = HostRule(boundTo: configuration.server.host)
        pages = Self.pages(configuration.server, generated)
    }

    /// What is served after other models or other APIs were read: all else stays as it was at the start.
    init(_ old: ServingPlan, apis: [APIConfiguration], _ generated: GeneratedSchema) throws(StartupError) {
        self = old
        configuration.apis = apis
        self.generated = generated
        var buckets: [BucketConfiguration] = []
        for api in apis { buckets.append(try BucketConfiguration(of: api, prefix: configuration.nats.prefix)) }
        self.buckets = buckets
        pages = Self.pages(configuration.server, generated)
    }

    private static func pages(_ server: ServerConfiguration, _ generated: GeneratedSchema) -> [String: StaticPage] {
        var pages = server.console ? ConsolePages.all : [:]
        if server.introspection { pages.merge(SchemaPages.all(generated)) { _, page in page } }
        return pages
    }

    /// The limits of the whole, divided among the event loops.
    private static func settings(_ server: ServerConfiguration, loops: Int) -> HTTPSettings {
        var settings = HTTPSettings()
        settings.bodyLimit = server.limits.body
        settings.headerLimit = server.limits.header
        settings.connections = (server.limits.connections + loops - 1) / max(1, loops)
        settings.inFlight = (server.limits.inFlight + loops - 1) / max(1, loops)
        settings.socketOperations = server.limits.socketOperations
        settings.requestTimeout = TimeAmount(server.requestTimeout)
        settings.headerTimeout = TimeAmount(server.headerTimeout)
        settings.bodyTimeout = TimeAmount(server.bodyTimeout)
        settings.idleTimeout = TimeAmount(server.idleTimeout)
        settings.keepAliveInterval = TimeAmount(server.eventKeepAlive)
        settings.crossOrigin = CrossOriginRule(server.corsOrigins)
        settings.compresses = server.compression
        settings.streams = server.limits.streams
        return settings
    }

    private static func limits(_ configured: GraphQLConfiguration.Limits, bodyLimit: Int) -> OperationLimits {
        var limits = OperationLimits()
        limits.document = ParserLimits(tokens: configured.tokens, depth: configured.depth, bytes: bodyLimit)
        limits.depth = configured.depth
        limits.aliases = configured.aliases
        limits.rootFields = configured.rootFields
        limits.cost = configured.cost
        return limits
    }
}
