import CoreMetrics
import GraphQLEngine
import Logging
import NATSKV
import NIOCore
import SchemaGen

/// Everything that serves the connections of one event loop: its NATS connection, its buckets, its HTTP. Confined to it.
final class LoopWorker {
    let connection: NATSConnection
    let buckets: [LoopKeyValueBucket]
    let http: HTTPLoop

    init(_ plan: ServingPlan, eventLoop: any EventLoop) {
        let connection = NATSConnection(configuration: plan.nats, eventLoop: eventLoop, logger: plan.logger)
        let metrics = plan.metrics
        connection.onStateChange = { [unowned connection] _ in
            if connection.isReady, connection.readyCount > 1 { metrics.reconnects.increment() }
        }
        let buckets = plan.buckets.map { LoopKeyValueBucket(connection: connection, name: $0.name) }
        let resolvers = zip(plan.generated.apis, buckets).map { api, bucket in
            APIResolver(api, values: ModelValues(api: api), bucket: bucket, logger: plan.logger)
        }
        let timeout = plan.settings.requestTimeout
        let operations = OperationStarter(
            schema: plan.generated.schema,
            limits: plan.limits,
            validation: ValidationOptions(forbidsIntrospection: !plan.configuration.server.introspection),
            persistedQueries: plan.persistedQueries,
            cacheCapacity: plan.configuration.graphql.operationCache,
            requestTimeout: timeout,
            subscriptionBuffer: plan.configuration.server.limits.subscriptionBuffer,
            metrics: plan.metrics,
            resolver: LoopResolver(plan.generated, apis: resolvers)
        )
        let router = Router(
            graphql: GraphQLEndpoint(
                operations: operations,
                batchLimit: plan.configuration.server.batchLimit
            ),
            pages: plan.pages,
            hosts: plan.hosts,
            metrics: plan.metrics,
            unreadiness: { connection.isReady ? nil : "NATS does not answer." }
        )
        self.connection = connection
        self.buckets = buckets
        http = HTTPLoop(eventLoop: eventLoop, settings: plan.settings, router: router)
    }
}
