/// The `graphql` section: what one operation may cost, and how many prepared ones are kept.
package struct GraphQLConfiguration: Sendable, Equatable {
    package var limits = Limits()
    /// Prepared operations kept by each event loop.
    package var operationCache = 1000

    package init() {}

    package struct Limits: Sendable, Equatable {
        package var tokens = 15_000
        package var depth = 64
        package var aliases = 1000
        package var rootFields = 100
        package var cost = 100_000

        package init() {}
    }
}
