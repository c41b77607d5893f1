import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ChildProcessTests {
    @Test(
        "how a program ends is told",
        arguments: [
            ("exit 0", ChildProcess.End.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
            ("kill -TERM $$", .signalled(SIGTERM)), ("kill -KILL $$", .signalled(SIGKILL)),
        ]
    )
    func ends(script: String, end: ChildProcess.End) async throws {
        let child = try ChildProcess.start("sh", ["-c", script])
        #expect(await child.end == end)
        #expect(child.waitForEnd() == end)
    }

    @Test("one output is read, the other one and the input are empty")
    func outputs() async throws {
        let script = "cat; echo out; echo err >&2; echo end; echo end >&2"
        let first = try ChildProcess.start("sh", ["-c", script])
        #expect(try await first.output(through: "end\n") == "out\nend\n")
        let second = try ChildProcess.start("sh", ["-c", script], reading: .error)
        #expect(try await second.output(through: "end\n") == "err\nend\n")
    }

    @Test("arguments and environment arrive unchanged")
    func environment() async throws {
        let child = try ChildProcess.start(
            "/bin/sh",
            ["-c", "echo \"$1|$2|$NAME|$HOME|\"; echo end", "sh", "a b", "ü*"],
            environment: ["NAME": "x=y z"]
        )
        #expect(try await child.output(through: "end") == "a b|ü*|x=y z||\nend\n")
    }

    @Test("an output that ends early is told in the error")
    func endsEarly() async throws {
        let child = try ChildProcess.start("sh", ["-c", "echo no such port"])
        let error = await #expect(throws: ChildProcess.LaunchError.self) { try await child.output(through: "ready") }
        #expect(error?.description == "sh ended before it said \"ready\": no such port\n")
    }

    @Test("an output that nobody reads does not hold the program up")
    func unread() async throws {
        let child = try ChildProcess.start("sh", ["-c", "head -c 20000000 /dev/zero; exit 3"])
        #expect(await child.end == .exited(3))
    }

    @Test(
        "a program that does not exist is a clear error",
        arguments: [
            ("no-such-program", "no-such-program cannot be started: No such file or directory"),
            ("/none/such", "/none/such cannot be started: No such file or directory"),
            ("/", "/ cannot be started: Permission denied"),
        ]
    )
    func missing(program: String, description: String) {
        let error = #expect(throws: ChildProcess.LaunchError.self) { try ChildProcess.start(program) }
        #expect(error?.description == description)
    }

    @Test("a child is stopped, goes on and is ended by signals; none is sent after its end")
    func signals() async throws {
        let child = try ChildProcess.start("sh", ["-c", "echo begun; exec sleep 100"])
        try await child.output(through: "begun")
        child.signal(SIGSTOP)
        child.signal(SIGCONT)
        child.signal(SIGTERM)
        #expect(await child.end == .signalled(SIGTERM))
        // Reaped: neither a process nor a zombie has this number now.
        #expect(kill(child.id, 0) == -1 && errno == ESRCH)
        child.signal(SIGKILL)
    }

    @Test("a child has none of this process's open files, and takes signals that the thread which starts it blocks")
    func inheritsNothing() async throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let child = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_SETMASK, &all, nil)
                continuation.resume(
                    with: Result { try ChildProcess.start("sh", ["-c", "echo begun; exec sleep 100"]) }
                )
            }
        }
        try await child.output(through: "begun")
        // Without a writer, this end is at its end; the child would be one.
        close(ends[1])
        var found = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        #expect(poll(&found, 1, 0) == 1)
        child.signal(SIGTERM)
        #expect(await child.end == .signalled(SIGTERM))
    }

    @Test("many children start and end while other threads open and close files")
    func busyFiles() async throws {
        let remaining = Remaining(starters: 4)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while remaining.starters.load(ordering: .relaxed) > 0 {
                    for file in (0..<200).map({ _ in open("/dev/null", O_RDONLY) }) { close(file) }
                    await Task.yield()
                }
            }
            for number in 0..<4 {
                group.addTask {
                    defer { remaining.starters.subtract(1, ordering: .relaxed) }
                    for status in Int32(0)..<25 {
                        let child = try ChildProcess.start("sh", ["-c", "echo \(number); exit \(status)"])
                        #expect(try await child.output(through: "\n") == "\(number)\n")
                        #expect(await child.end == .exited(status))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

private final class Remaining: Sendable {
    let starters: Atomic<Int>

    init(starters: Int) { self.starters = Atomic(starters) }
}
