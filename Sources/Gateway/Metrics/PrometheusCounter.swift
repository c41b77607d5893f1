import CoreMetrics
import Synchronization

/// A count that only grows. At one increment a nanosecond it lasts 292 years.
final class PrometheusCounter: CounterHandler, PrometheusSeries {
    static let type = "counter"
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        value.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() {
        value.store(0, ordering: .relaxed)
    }

    func write(name: String, labels: String, into text: inout String) {
        text += PrometheusName.line(name, labels, value.load(ordering: .relaxed))
    }
}

/// A sum of fractions that only grows.
final class PrometheusFloatingPointCounter: FloatingPointCounterHandler, PrometheusSeries {
    static let type = "counter"
    private let value = AtomicDouble()

    func increment(by amount: Double) {
        guard amount > 0 else { return }
        value.add(amount)
    }

    func reset() {
        value.store(0)
    }

    func write(name: String, labels: String, into text: inout String) {
        text += PrometheusName.line(name, labels, PrometheusNumber(value.load()))
    }
}
