import NIOCore
import NIOPosix
import Testing

@testable import NATSKV

func configuration(_ url: String, _ credentials: Credentials? = nil) throws -> NATSConfiguration {
    NATSConfiguration(servers: try ServerAddress.list(url), credentials: credentials)
}

/// Runs `body` with a client, which is closed afterwards.
func withClient<Result>(
    _ url: String,
    _ credentials: Credentials? = nil,
    on eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.any(),
    _ body: (NATSClient) async throws -> Result
) async throws -> Result {
    let client = try await NATSClient.connect(try configuration(url, credentials), eventLoop: eventLoop)
    do {
        let result = try await body(client)
        await client.close()
        return result
    } catch {
        await client.close()
        throw error
    }
}

/// Runs `body` with a new bucket on a new server.
func withBucket(
    _ server: TestServer,
    history: Int = 10,
    _ body: (KeyValueBucket, String) async throws -> Void
) async throws {
    try await server.run { url in
        try await withClient(url) { client in
            var settings = BucketConfiguration(name: try BucketName("test"))
            settings.history = history
            var (bucket, report) = try await client.ensureBucket(settings)
            #expect(report.outcome == .created)
            // Machines that are busy must not fail tests that are not about time.
            bucket.timeout = .seconds(60)
            try await body(bucket, url)
        }
    }
}

func key(_ text: String) throws -> KeyValueKey { try KeyValueKey(text) }
func value(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }

extension KeyValueEntry {
    /// Key, operation, value and revision in one line.
    var summary: String { "\(key) \(operation) \(String(buffer: value)) @\(revision)" }
}

/// Expects `body` to fail with `code`.
func expectError<Result>(
    _ code: NATSError.Code,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Result
) async -> NATSError? {
    do {
        _ = try await body()
        Issue.record("nothing was thrown, expected \(code)", sourceLocation: sourceLocation)
    } catch let error as NATSError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        return error
    } catch {
        Issue.record("\(error) was thrown, expected \(code)", sourceLocation: sourceLocation)
    }
    return nil
}
