import CoreMetrics
import Synchronization

/// A distribution in fixed buckets. Timers are in seconds, as Prometheus asks of durations.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    static let type = "histogram"

    /// From half a millisecond, about a local get, to ten seconds, twice the default time-out of a request.
    static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private final class Count: Sendable {
        let value = Atomic<Int64>(0)
    }

    /// One count a bucket, and the last for what is above all bounds.
    private let counts = (0...PrometheusHistogram.bounds.count).map { _ in Count() }
    private let sum = AtomicDouble()

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1e9)
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let index = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        counts[index].value.wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    func write(name: String, labels: String, into text: inout String) {
        let separator = labels.isEmpty ? "" : ","
        var total: Int64 = 0
        for (bound, count) in zip(Self.bounds.map { PrometheusNumber($0).description } + ["+Inf"], counts) {
            total += count.value.load(ordering: .relaxed)
            text += PrometheusName.line(name + "_bucket", "\(labels)\(separator)le=\"\(bound)\"", total)
        }
        text += PrometheusName.line(name + "_sum", labels, PrometheusNumber(sum.load()))
        text += PrometheusName.line(name + "_count", labels, total)
    }
}
