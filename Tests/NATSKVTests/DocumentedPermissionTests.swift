import Foundation
import NATSWire
import TestSupport
import Testing

@testable import NATSKV

/// Users that have exactly what rows of docs/nats.md grant, and everything they then can and cannot do.
@Suite(.timeLimit(.minutes(3)))
struct DocumentedPermissionTests {
    /// What a user may do, by rows of the table.
    struct User: CustomTestStringConvertible {
        let name: String
        let rows: Set<PermissionTable.Row>

        var testDescription: String { name }

        static let all = [
            User(name: "gets by subject", rows: [.bind, .newestBySubject]),
            User(name: "gets", rows: [.bind, .newest]),
            User(name: "watches", rows: [.bind, .watch]),
            User(name: "reads", rows: reading),
            User(name: "writes", rows: [.bind, .write]),
            User(name: "reads and writes", rows: reading.union([.write, .leader])),
            User(name: "reads, writes and removes markers", rows: reading.union([.write, .leader, .removeMarkers])),
            User(name: "makes buckets", rows: [.bind, .makeBuckets]),
            User(name: "does everything", rows: Set(PermissionTable.Row.allCases)),
        ]

        private static let reading: Set<PermissionTable.Row> = [.bind, .newest, .watch, .revisions]
    }

    private static let administrator = Credentials.user("administrator", password: "secret")

    private func withServer(
        _ server: TestServer,
        _ subjects: [String],
        _ body: (_ url: String, _ credentials: Credentials) async throws -> Void
    ) async throws {
        let names = subjects.map { "\"\($0)\"" }.joined(separator: ", ")
        let text = """
            authorization {
              users = [
                { user: administrator, password: secret }
                { user: user, password: secret,
                  permissions: { publish: [ \(names) ], subscribe: [ "_INBOX.>" ] } }
              ]
            }
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("allow-\(UUID().uuidString).conf")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try await server.runProcess(arguments: ["-c", file.path]) {
            try await body($0.url, .user("user", password: "secret"))
        }
    }

    @Test(
        "a user does what docs/nats.md says, and what is missing is told by its subject",
        arguments: TestServer.processes,
        User.all
    )
    func documented(server: TestServer, user: User) async throws {
        let table = try PermissionTable.documented()
        let granted = table.subjects(of: user.rows)
        try await withServer(server, granted) { url, credentials in
            try await withClient(url, Self.administrator) { administrator in
                for operation in PermittedOperation.all {
                    try await withClient(url, credentials) { client in
                        let stage = PermittedOperation.Stage(user: client, administrator: administrator)
                        try await stage.prepare()
                        let missing = operation.rows.map { Set(table.subjects(of: $0)).subtracting(granted) }
                        if missing.contains([]) {
                            await #expect(throws: Never.self, "\(operation)") { try await operation.run(stage) }
                        } else {
                            await expectRefusal(of: operation, stage, missing.reduce([]) { $0.union($1) })
                        }
                    }
                }
            }
        }
    }

    /// - Parameter missing: the subjects of which one is to be named.
    private func expectRefusal(
        of operation: PermittedOperation,
        _ stage: PermittedOperation.Stage,
        _ missing: Set<String>
    ) async {
        // Only a refusal has this code: a deadline has others, and is far away.
        let error = await expectError(.authorization) { try await operation.run(stage) }
        let subject = error?.subject ?? ""
        #expect(
            missing.contains { Subject.matches(pattern: $0.utf8, subject: subject.utf8) },
            "\(operation) was refused for \"\(subject)\", which is none of \(missing.sorted())"
        )
        let text = error?.description ?? ""
        #expect(text.contains("not permit") && text.contains("Publish to \"\(subject)\""), "\(operation): \(text)")
    }

    /// More than the megabyte after which nats-server wants an answer, and than the two after which it waits for one.
    private static let bigValue = String(repeating: "v", count: 64 * 1024)
    private static let bigCount = 64

    @Test(
        "a watch of more than a server sends without an answer goes on, and fails where it must not answer",
        arguments: TestServer.processes,
        [true, false]
    )
    func flowControl(server: TestServer, isPermitted: Bool) async throws {
        let table = try PermissionTable.documented()
        let answers = "$JS.FC.KV_b.>"
        let subjects = table.subjects(of: [.bind, .watch])
        #expect(subjects.contains(answers))
        try await withServer(server, isPermitted ? subjects : subjects.filter { $0 != answers }) { url, credentials in
            try await withClient(url, Self.administrator) { administrator in
                let (written, _) = try await administrator.ensureBucket(BucketConfiguration(name: BucketName("b")))
                try await withClient(url, credentials) { client in
                    let bucket = try await client.bucket(BucketName("b"))
                    if isPermitted {
                        #expect(try await watch(bucket, written) == Self.bigCount)
                    } else {
                        let error = await expectError(.authorization) { try await watch(bucket, written) }
                        #expect(error?.subject?.hasPrefix("$JS.FC.KV_b.") == true)
                    }
                }
            }
        }
    }

    /// Writes big values while they are watched.
    /// - Returns: how many the watch told.
    private func watch(_ bucket: KeyValueBucket, _ written: KeyValueBucket) async throws -> Int {
        try await bucket.withWatch([.all], options: WatchOptions()) { events in
            var count = 0
            func write(_ numbers: Range<Int>) async throws {
                for number in numbers { try await written.put(value(Self.bigValue), at: key("k\(number)")) }
            }
            try await write(0..<Self.bigCount / 2)
            for try await event in events {
                guard case .entry = event else { continue }
                count += 1
                if count == Self.bigCount { break }
                if count == Self.bigCount / 2 { try await write(count..<Self.bigCount) }
            }
            return count
        }
    }
}
