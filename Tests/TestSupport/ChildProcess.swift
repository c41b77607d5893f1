import Dispatch
import Foundation
import Synchronization

/// A program that runs as a child of the tests.
///
/// Not Foundation's `Process`: before it starts a child it lists the open files of the whole process, which other
/// threads open and close meanwhile, thousands of times in these tests. That has crashed.
package final class ChildProcess: Sendable {
    package enum End: Sendable, Equatable {
        /// With the status that it gave.
        case exited(Int32)
        /// By the signal of this number.
        case signalled(Int32)
    }

    package struct LaunchError: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    /// Which of the child's outputs is read; the other one is discarded.
    package enum Stream: Int32, Sendable { case output = 1, error = 2 }

    package let id: Int32

    private let program: String
    private let pieces: AsyncStream<[UInt8]>
    private let foundEnd = Mutex<End?>(nil)
    /// Left when the process is gone and `foundEnd` says how.
    private let ending = DispatchGroup()

    private init(id: Int32, program: String, pieces: AsyncStream<[UInt8]>) {
        self.id = id
        self.program = program
        self.pieces = pieces
    }

    /// Starts a program with all signals at their defaults, no input and none of this process's open files.
    ///
    /// - Parameters:
    ///   - program: A path, or a name that PATH is searched for.
    ///   - environment: This process's own if `nil`.
    package static func start(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        reading stream: Stream = .output
    ) throws(LaunchError) -> ChildProcess {
        let environment = environment ?? ProcessInfo.processInfo.environment
        let spawned: (id: Int32, output: Int32)
        do {
            spawned = try spawn(
                program,
                [program] + arguments,
                environment.map { "\($0.key)=\($0.value)" },
                outputNumber: stream.rawValue
            )
        } catch {
            throw LaunchError(description: "\(program) cannot be started: \(String(cString: strerror(error.number)))")
        }
        // What nobody takes is dropped: the child never waits for its reader.
        let (pieces, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingOldest(1024))
        let child = ChildProcess(id: spawned.id, program: program, pieces: pieces)
        child.ending.enter()
        Thread.detachNewThread { Self.read(spawned.output, continuation) }
        Thread.detachNewThread { child.awaitEnd() }
        return child
    }

    /// Reads the output until it contains `mark`; throws if it ends before. Only for one reader at a time.
    ///
    /// - Returns: The output from where the last call ended.
    @discardableResult
    package func output(through mark: String) async throws -> String {
        var bytes: [UInt8] = []
        for await piece in pieces {
            bytes += piece
            let text = String(decoding: bytes, as: UTF8.self)
            if text.contains(mark) { return text }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        throw LaunchError(description: "\(program) ended before it said \"\(mark)\": \(text)")
    }

    /// Sends a signal, unless the process has ended: its number may be another one's then.
    package func signal(_ number: Int32) {
        foundEnd.withLock { end in
            if end == nil { _ = kill(id, number) }
        }
    }

    /// How it ended, when it has.
    package var end: End {
        get async {
            await withCheckedContinuation { continuation in
                ending.notify(queue: .global()) { continuation.resume() }
            }
            return waitForEnd()
        }
    }

    /// Blocks until it has ended. Only for a process that is about to, as after SIGKILL.
    @discardableResult
    package func waitForEnd() -> End {
        ending.wait()
        return foundEnd.withLock { $0 } ?? .exited(-1)
    }

    private static func read(_ file: Int32, _ continuation: AsyncStream<[UInt8]>.Continuation) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = buffer.withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress, $0.count) }
            if count > 0 {
                continuation.yield(Array(buffer[..<count]))
            } else if count == 0 || errno != EINTR {
                break
            }
        }
        close(file)
        continuation.finish()
    }

    /// Waits first and reaps then, under the lock, so that no signal is sent to a number that is free again.
    private func awaitEnd() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        foundEnd.withLock { end in
            var status: Int32 = 0
            while waitpid(id, &status, 0) == -1 && errno == EINTR {}
            let signal = status & 0x7F
            end = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
        }
        ending.leave()
    }
}
