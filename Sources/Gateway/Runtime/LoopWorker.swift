import CoreMetrics
import GraphQLEngine
import Logging
import NATSKV
import NIOCore
import SchemaGen

/// Everything that serves the connections of one event loop: its NATS connection, its buckets, its HTTP. Confined to it.
final class LoopWorker {
    let connection: NATSConnection
    private(set) var buckets: [LoopKeyValueBucket] = []
    let http: HTTPLoop
    private let operations: OperationStarter
    private let router: Router

    init(_ plan: ServingPlan, eventLoop: any EventLoop) {
        let connection = NATSConnection(configuration: plan.nats, eventLoop: eventLoop, logger: plan.logger)
        let (metrics, readiness) = (plan.metrics, plan.readiness)
        let place = readiness.join()
        connection.onStateChange = { [unowned connection] _ in
            readiness.set(place, connection.isReady)
            if connection.isReady, connection.readyCount > 1 { metrics.reconnects.increment() }
        }
        buckets = plan.buckets.map { LoopKeyValueBucket(connection: connection, name: $0.name) }
        operations = OperationStarter(
            schema: plan.generated.schema,
            limits: plan.limits,
            validation: ValidationOptions(forbidsIntrospection: !plan.configuration.server.introspection),
            persistedQueries: plan.persistedQueries,
            cacheCapacity: plan.configuration.graphql.operationCache,
            requestTimeout: plan.settings.requestTimeout,
            subscriptionBuffer: plan.configuration.server.limits.subscriptionBuffer,
            subscriptionOverflow: plan.configuration.server.subscriptionOverflow,
            metrics: plan.metrics,
            resolver: Self.resolver(plan, buckets, connection)
        )
        router = Router(
            graphql: GraphQLEndpoint(
                operations: operations,
                batchLimit: plan.configuration.server.batchLimit,
                tracing: plan.tracing
            ),
            pages: plan.pages,
            hosts: plan.hosts,
            metrics: plan.metrics,
            unreadiness: { readiness.reason }
        )
        self.connection = connection
        http = HTTPLoop(eventLoop: eventLoop, settings: plan.settings, router: router) {
            connection.exchangeWithinTurn()
        }
    }

    private static func resolver(
        _ plan: ServingPlan,
        _ buckets: [LoopKeyValueBucket],
        _ connection: NATSConnection
    ) -> LoopResolver {
        let resolvers = zip(plan.generated.apis, buckets).map { api, bucket in
            APIResolver(api, values: ModelValues(api: api), bucket: bucket, logger: plan.logger)
        }
        return LoopResolver(plan.generated, apis: resolvers, connection: connection)
    }

    /// The bucket of this name; a new one where none is served yet.
    func bucket(_ name: BucketName) -> LoopKeyValueBucket {
        buckets.first { $0.name == name } ?? LoopKeyValueBucket(connection: connection, name: name)
    }

    /// Serves another schema to requests from now on. What is being executed or watched ends as it began.
    func adopt(_ plan: ServingPlan) {
        buckets = plan.buckets.map { bucket($0.name) }
        operations.adopt(plan.generated.schema, Self.resolver(plan, buckets, connection))
        router.adopt(plan.pages)
    }
}
