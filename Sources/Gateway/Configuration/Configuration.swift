package import Logging

/// Everything `kvgraph serve` can be told, with the defaults that hold when nothing is said.
///
/// Sizes are bytes and durations are `Duration`; zero means "no limit" only where the member says so.
package struct Configuration: Sendable, Equatable {
    package var server = ServerConfiguration()
    package var graphql = GraphQLConfiguration()
    package var nats = NATSSettings()
    package var apis: [APIConfiguration] = []
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.text

    package init() {}
}
