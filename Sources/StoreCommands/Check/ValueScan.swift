import NATSKV
import NIOCore
import SchemaGen

/// Reads the values of a bucket and checks each against the model. Changes nothing.
struct ValueScan: Sendable, Equatable {
    var namespace: String
    var bucket: String
    var values = 0
    var invalid = 0
    var issues = IssueSummary()

    /// - Parameters:
    ///   - allRevisions: Also the older revisions that the bucket holds, not only the newest of each key.
    ///   - progress: Told how many values are read, and how many there are as far as the server knows.
    mutating func run(
        _ bucket: KeyValueBucket,
        _ validator: ValueValidator,
        allRevisions: Bool,
        patience: Duration,
        progress: (_ read: Int, _ total: Int) -> Void
    ) async throws(CommandError) {
        var options = WatchOptions()
        options.includeHistory = allRevisions
        var read = 0
        try await bucket.collect([.all], options, patience: patience) { entry in
            read += 1
            progress(read, read + Int(clamping: entry.delta))
            guard entry.operation == .put else { return }
            values += 1
            let text = entry.value.readableBytesUInt8Span
            guard !validator.isValid(text) else { return }
            invalid += 1
            issues.add(validator.issues(in: text), of: entry.key.rawValue)
        }
    }
}
