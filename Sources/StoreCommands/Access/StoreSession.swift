import Gateway
package import Logging
import NATSKV
import SchemaGen

/// One namespace of the configured store, open for one command.
package struct StoreSession: Sendable {
    package enum Access: Sendable {
        /// The bucket has to be there.
        case reading
        /// The bucket is made where it is not there, as `kvgraph serve` makes it.
        case writing
        /// As for reading, for as long as the user likes; other commands share the store meanwhile.
        case watching
    }

    let api: GeneratedAPI
    let bucket: KeyValueBucket
    let format: EntryFormat
    let timeout: Duration

    /// Opens, runs `body` and closes, whatever happens.
    package static func run<Result: Sendable>(
        _ target: CommandTarget,
        _ access: Access,
        timeout: Duration,
        variables: [String: String],
        logger: Logger,
        _ body: (StoreSession) async throws(CommandError) -> Result
    ) async throws(CommandError) -> Result {
        let configuration = try target.selected(variables)
        guard let chosen = configuration.apis.first else { throw CommandError(.usage, "found no API") }
        let settings: BucketConfiguration
        let connection: StoreConnection
        let api: GeneratedAPI?
        do throws(StartupError) {
            api = try SchemaLoader.load(configuration).apis.first
            settings = try StoreConnection.bucket(of: chosen, configuration)
            guard access == .writing || StoreConnection.exists(configuration) else {
                throw StartupError(.failure, missing(settings.name, "the store folder"))
            }
            connection = try await StoreConnection.open(
                configuration,
                timeout: timeout,
                isLasting: access == .watching,
                logger: logger
            )
        } catch {
            throw CommandError(error)
        }
        do throws(CommandError) {
            guard let api else { throw CommandError(.usage, "found no API") }
            let bucket = try await bucket(settings, access, connection, timeout)
            let session = StoreSession(api: api, bucket: bucket, format: EntryFormat(api: api), timeout: timeout)
            let result = try await body(session)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func bucket(
        _ settings: BucketConfiguration,
        _ access: Access,
        _ connection: StoreConnection,
        _ timeout: Duration
    ) async throws(CommandError) -> KeyValueBucket {
        do {
            if access == .writing { return try await connection.client.ensureBucket(settings, timeout: timeout).0 }
            return try await connection.client.bucket(settings.name, timeout: timeout)
        } catch {
            if error.code == .bucketNotFound {
                throw CommandError(.failure, missing(settings.name, connection.place))
            }
            throw CommandError(.failure, "the bucket \(settings.name): \(error.message)")
        }
    }

    private static func missing(_ name: BucketName, _ place: String) -> String {
        "the bucket \(name): found none at \(place), expected one; kvgraph serve or a first put makes it"
    }
}
