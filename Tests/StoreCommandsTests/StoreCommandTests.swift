import Foundation
import NATSKV
import NIOCore
import Testing

@testable import StoreCommands

@Suite("Commands on a store", .serialized)
struct StoreCommandTests {
    @Test("a put fills in defaults, and get, keys and history show it", arguments: CommandStore.allCases)
    func roundTrip(_ store: CommandStore) async throws {
        try await CommandHarness.run(store) { harness in
            let recorder = Recorder()
            let output = recorder.output()
            try await harness.session { session throws(CommandError) in
                try await harness.put("a", #"{"token":"one"}"#).run(session, output)
                try await harness.put("a", #"{"token":"two","level":12345678901234567890}"#).run(session, output)
                try await harness.put("b.c", #"{"token":"x"}"#, .absent).run(session, output)
            }
            #expect(
                recorder.lines == [
                    #"{"key":"a","value":{"token":"one","level":3},"revision":1,"operation":"PUT"}"#,
                    #"{"key":"a","value":{"token":"two","level":12345678901234567890},"revision":2,"operation":"PUT"}"#,
                    #"{"key":"b.c","value":{"token":"x","level":3},"revision":3,"operation":"PUT"}"#,
                ]
            )
            let read = Recorder()
            try await harness.session(.reading) { session throws(CommandError) in
                try await Getting(keys: ["a"]).run(session, read.output())
                try await KeyListing(filters: ["b.*"]).run(session, read.output())
                try await HistoryListing(key: "a").run(session, read.output())
            }
            try #require(read.lines.count == 3)
            #expect(
                read.lines[0].hasPrefix(
                    #"{"key":"a","value":{"token":"two","level":12345678901234567890},"revision":2,"#
                )
            )
            #expect(read.lines[0].hasSuffix(#","operation":"PUT"}"#))
            #expect(read.lines[1].hasPrefix(#"{"key":"b.c","revision":3,"createdAt":"#))
            #expect(read.lines[2].hasPrefix(#"{"key":"a","value":{"token":"two","#))
        }
    }

    @Test("a lost condition is a failure that names the revision", arguments: CommandStore.allCases)
    func conflicts(_ store: CommandStore) async throws {
        try await CommandHarness.run(store) { harness in
            let output = Recorder().output()
            try await harness.session { session throws(CommandError) in
                try await harness.put("a", #"{"token":"one"}"#).run(session, output)
            }
            let create = await harness.failure { session throws(CommandError) in
                try await harness.put("a", #"{"token":"two"}"#, .absent).run(session, output)
            }
            #expect(create?.exitCode == 1)
            #expect(create?.description.contains("KEY_EXISTS") == true)
            let update = await harness.failure { session throws(CommandError) in
                try await harness.put("a", #"{"token":"two"}"#, .revision(7)).run(session, output)
            }
            #expect(update?.exitCode == 1)
            #expect(update?.description.contains("REVISION_CONFLICT: the newest revision is 1") == true)
            var removing = Removing(keys: ["a"], purges: true)
            removing.revision = 7
            let removal = removing
            let purge = await harness.failure { session throws(CommandError) in
                try await removal.run(session, output)
            }
            #expect(purge?.description.contains("REVISION_CONFLICT") == true)
        }
    }

    @Test("an invalid value is refused by pointer and rule and never shown")
    func invalidValues() async throws {
        try await CommandHarness.run(.folder) { harness in
            for text in [
                #"{"token":"s3cret-s3cret-s3cret-s3cret"}"#, #"{"token":"s3cret","level":0}"#, #"{"token":s3cret}"#,
            ] {
                let error = await harness.failure { session throws(CommandError) in
                    try await harness.put("a", text).run(session, Recorder().output())
                }
                #expect(error?.exitCode == 1)
                #expect(error?.description.contains("VALUE_INVALID") == true, "\(text)")
                #expect(error?.description.contains("s3cret") == false, "\(text)")
            }
            let pointer = await harness.failure { session throws(CommandError) in
                try await harness.put("a", #"{"token":"x","level":0}"#).run(session, Recorder().output())
            }
            #expect(pointer?.description.contains("/level: minimum") == true)
        }
    }

    @Test("a missing key is said with a near one, and is a failure where that is asked for")
    func missingKeys() async throws {
        try await CommandHarness.run(.folder) { harness in
            let recorder = Recorder()
            try await harness.session { session throws(CommandError) in
                try await harness.put("greeting", #"{"token":"one"}"#).run(session, Recorder().output())
                try await Getting(keys: ["greetin", "zzz"]).run(session, recorder.output())
            }
            #expect(recorder.lines.isEmpty)
            #expect(
                recorder.notes == [
                    #""greetin": found no such key (did you mean greeting?)"#, #""zzz": found no such key"#,
                ]
            )
            var getting = Getting(keys: ["zzz"])
            getting.failsWhenMissing = true
            var removing = Removing(keys: ["zzz", "greeting"], purges: false)
            removing.failsWhenMissing = true
            let (strict, removal) = (getting, removing)
            let missing = await harness.failure { session throws(CommandError) in
                try await strict.run(session, recorder.output())
            }
            #expect(missing?.exitCode == 1)
            let removed = Recorder()
            let unremoved = await harness.failure { session throws(CommandError) in
                try await removal.run(session, removed.output())
            }
            #expect(unremoved?.exitCode == 1)
            #expect(removed.lines == [#"{"key":"greeting","revision":2,"operation":"DELETE"}"#])
        }
    }

    @Test("a bucket that is not there is said and not made by reading", arguments: CommandStore.allCases)
    func missingBucket(_ store: CommandStore) async throws {
        try await CommandHarness.run(store) { harness in
            for _ in 1...2 {
                let error = await harness.failure(.reading) { session throws(CommandError) in
                    try await KeyListing(filters: []).run(session, Recorder().output())
                }
                #expect(error?.exitCode == 1)
                #expect(error?.description.hasPrefix("the bucket kv: found none") == true)
            }
            #expect(!FileManager.default.fileExists(atPath: harness.storeFolder))
        }
    }

    @Test("a watch shows what is there and every change until it is stopped", arguments: CommandStore.allCases)
    func watch(_ store: CommandStore) async throws {
        try await CommandHarness.run(store) { harness in
            let recorder = Recorder()
            let (seen, continuation) = AsyncStream.makeStream(of: Int.self)
            let output = CommandOutput(
                .lines,
                write: { bytes in
                    let isWritten = recorder.output().write(bytes)
                    continuation.yield(recorder.lines.count)
                    return isWritten
                },
                note: { _ in }
            )
            try await harness.session { session throws(CommandError) in
                try await harness.put("a", #"{"token":"one"}"#).run(session, Recorder().output())
                try await Watching(filters: ["a", "b"], options: WatchOptions()).run(session, output) {
                    for await count in seen {
                        if count == 1 {
                            try? await harness.put("b", #"{"token":"two"}"#).run(session, Recorder().output())
                            try? await harness.put("c", #"{"token":"no"}"#).run(session, Recorder().output())
                            try? await Removing(keys: ["a"], purges: false).run(session, Recorder().output())
                        }
                        if count == 3 { return }
                    }
                }
            }
            #expect(recorder.lines.map { $0.prefix(8) } == [#"{"key":""#, #"{"key":""#, #"{"key":""#])
            #expect(recorder.lines.last?.hasSuffix(#""operation":"DELETE"}"#) == true)
        }
    }

    @Test("a watch ends without a failure when nobody reads any more")
    func closedOutput() async throws {
        try await CommandHarness.run(.folder) { harness in
            let output = CommandOutput(.lines, write: { _ in false }, note: { _ in })
            let error = await harness.failure { session throws(CommandError) in
                try await harness.put("a", #"{"token":"one"}"#).run(session, Recorder().output())
                try await Watching(filters: [], options: WatchOptions()).run(session, output) {
                    try? await Task.sleep(for: .seconds(3600))
                }
            }
            #expect(error?.kind == .outputClosed)
            #expect(error?.exitCode == 0)
        }
    }

    @Test("what another client wrote against the model is told, not shown, and --raw shows it")
    func unfitValues() async throws {
        try await CommandHarness.run(.folder) { harness in
            let recorder = Recorder()
            let raw = Recorder()
            let error = await harness.failure { session throws(CommandError) in
                do {
                    try await session.bucket.put(ByteBuffer(string: #"{"token":7}"#), at: KeyValueKey("a"))
                } catch {
                    throw CommandError(caught: error)
                }
                var getting = Getting(keys: ["a"])
                getting.isRaw = true
                try await getting.run(session, raw.output())
                try await Getting(keys: ["a"]).run(session, recorder.output())
            }
            #expect(error?.exitCode == 1)
            #expect(raw.lines == [#"{"token":7}"#])
            #expect(recorder.lines.first?.contains(#""value":null,"#) == true)
            #expect(
                recorder.lines.first?.contains(#""error":{"code":"VALUE_INVALID","issues":[{"pointer":"/token""#)
                    == true
            )
        }
    }
}
