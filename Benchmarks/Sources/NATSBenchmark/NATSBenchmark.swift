import NATSKV
import NIOCore

/// Keeps a number of Key-Value operations in flight on one connection for some seconds.
///
///     NATSBenchmark URL get|put IN_FLIGHT SECONDS KEYS BUCKET
///
/// makes the bucket and its keys where they are missing, and prints operations a second, the median and the 99th
/// percentile of the latency in microseconds, and the number of failures.
@main
struct NATSBenchmark {
    let bucket: KeyValueBucket
    let keys: [KeyValueKey]
    let value: ByteBuffer
    let isPut: Bool

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 7, let inFlight = Int(arguments[3]), let seconds = Double(arguments[4]),
            let keyCount = Int(arguments[5]), keyCount > 0, inFlight > 0
        else {
            print("usage: NATSBenchmark URL get|put IN_FLIGHT SECONDS KEYS BUCKET")
            return
        }
        let client = try await NATSClient.connect(NATSConfiguration(servers: try ServerAddress.list(arguments[1])))
        let configuration = BucketConfiguration(name: try BucketName(arguments[6]))
        let (bucket, report) = try await client.ensureBucket(configuration)
        let benchmark = NATSBenchmark(
            bucket: bucket,
            keys: try (0..<keyCount).map { try KeyValueKey("user.\($0)") },
            value: ByteBuffer(string: "{\"token\":\"\(String(repeating: "x", count: 105))\"}"),
            isPut: arguments[2] == "put"
        )
        if report.status.values < UInt64(keyCount) { try await benchmark.fill() }
        print(await benchmark.run(inFlight: inFlight, duration: .seconds(seconds)))
        await client.close()
    }

    /// Writes every key once.
    private func fill() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<64 {
                group.addTask {
                    for index in stride(from: worker, to: keys.count, by: 64) {
                        try await bucket.put(value, at: keys[index])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func run(inFlight: Int, duration: Duration) async -> String {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + duration
        let results = await withTaskGroup(of: Worker.self) { group in
            for number in 0..<inFlight {
                group.addTask { await work(seed: UInt64(number + 1), until: end) }
            }
            return await group.reduce(into: [Worker]()) { $0.append($1) }
        }
        let elapsed = clock.now - start
        let latencies = results.flatMap(\.latencies).sorted()
        let failures = results.reduce(0) { $0 + $1.failures }
        guard !latencies.isEmpty else { return "0 0 0 \(failures)" }
        let rate = Double(latencies.count) / (elapsed / .seconds(1))
        return "\(Int(rate)) \(latencies[latencies.count / 2]) \(latencies[latencies.count * 99 / 100]) \(failures)"
    }

    private struct Worker: Sendable {
        var latencies: [Int64] = []
        var failures = 0
    }

    private func work(seed: UInt64, until end: ContinuousClock.Instant) async -> Worker {
        let clock = ContinuousClock()
        var worker = Worker()
        var random = seed &* 0x9E37_79B9_7F4A_7C15
        while true {
            let start = clock.now
            guard start < end else { return worker }
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            let key = keys[Int(random % UInt64(keys.count))]
            do {
                if isPut {
                    try await bucket.put(value, at: key)
                } else if try await bucket.get(key) == nil {
                    worker.failures += 1
                }
            } catch {
                worker.failures += 1
            }
            worker.latencies.append(Int64((clock.now - start) / .microseconds(1)))
        }
    }
}
