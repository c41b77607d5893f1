import Foundation
import Logging
import TestSupport
import Testing

@testable import Gateway

/// A gateway on a free port with the smallest model, on a store of its own.
struct TestGateway: Sendable {
    let gateway: RunningGateway
    /// Where other clients reach the same store.
    let storeURL: String

    var port: Int { gateway.url.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    static let model = Array(
        #"""
        {"type":"object","properties":{"token":{"type":"string","maxLength":2000000}},"required":["token"],
        "additionalProperties":false}
        """#.utf8
    )

    static func configuration(_ change: (inout Configuration) -> Void = { _ in }) -> Configuration {
        var configuration = Configuration()
        var api = APIConfiguration()
        api.history = 10
        api.model = .inline(json: model, position: ConfigurationPosition(file: "test.yaml", line: 1, column: 1))
        configuration.apis = [api]
        configuration.server.port = 0
        configuration.nats.store = .memory
        change(&configuration)
        return configuration
    }

    static let silent: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    /// Starts a gateway on the server, runs `body` and stops both.
    static func run(
        _ server: StoreServer = .embedded,
        change: (inout Configuration) -> Void = { _ in },
        _ body: @Sendable (TestGateway) async throws -> Void
    ) async throws {
        switch server {
        case .embedded: try await run(configuration(change), body)
        case .process:
            let process = try await NATSServerProcess.start()
            defer { process.remove() }
            let url = process.url
            var configuration = configuration(change)
            configuration.nats.urls = [Secret(url)]
            try await run(configuration, body)
        }
    }

    static func run(
        _ configuration: Configuration,
        logger: Logger = TestGateway.silent,
        _ body: @Sendable (TestGateway) async throws -> Void
    ) async throws {
        let gateway = try await RunningGateway.start(configuration, logger: logger)
        do {
            let embedded = gateway.banner.split(separator: "\n").first { $0.hasPrefix("NATS") }?.split(separator: " ")[
                1
            ]
            let url = configuration.nats.urls.first?.text ?? embedded.map(String.init) ?? ""
            try await body(TestGateway(gateway: gateway, storeURL: url))
        } catch {
            await gateway.stop()
            throw error
        }
        await gateway.stop()
    }

    /// A whole response.
    struct Response: Sendable {
        var status: Int
        var head: String
        var body: String

        /// The value of a field, by its name in any letter case.
        func field(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    /// Sends one request on a connection of its own.
    func send(
        _ method: String = "POST",
        _ target: String = "/graphql",
        _ fields: [String: String] = [:],
        body: String? = nil
    ) async throws -> Response {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        let answer = try await RawClient.exchange(port, text + "\r\n" + (body ?? ""))
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let head = String(parts.first ?? "")
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Response(status: status, head: head, body: parts.count == 2 ? String(parts[1]) : "")
    }

    /// A POST of JSON.
    func post(_ body: String, accept: String? = nil, contentType: String = "application/json") async throws -> Response
    {
        var fields = ["Content-Type": contentType]
        if let accept { fields["Accept"] = accept }
        return try await send("POST", "/graphql", fields, body: body)
    }

    /// The body of the answer to a query without variables.
    func query(_ text: String) async throws -> String {
        var body = Array(#"{"query":"#.utf8)
        JSONText.append(text, to: &body)
        return try await post(String(decoding: body, as: UTF8.self) + "}").body
    }
}
