package import CoreMetrics

/// The swift-metrics backend whose values are read as Prometheus text.
///
/// Making a metric takes a lock and is meant for start-up; a handle that is kept records with atomics only. Two
/// requests for one name and the same labels share one series.
package struct PrometheusMetrics: MetricsFactory {
    private let registry = PrometheusRegistry()

    package init() {}

    /// Says what the metric means, for the `# HELP` line.
    package func describe(_ label: String, _ help: String) {
        registry.describe(PrometheusName.metric(label), help)
    }

    /// All metrics in the text exposition format 0.0.4, in the order of their names.
    package func text() -> String {
        registry.text()
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        registry.series(label, dimensions, as: PrometheusCounter.self)
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        registry.series(label, dimensions, as: PrometheusFloatingPointCounter.self)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        registry.series(label, dimensions, as: PrometheusGauge.self)
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            registry.series(label, dimensions, as: PrometheusHistogram.self)
        } else {
            registry.series(label, dimensions, as: PrometheusGauge.self)
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        registry.series(label, dimensions, as: PrometheusHistogram.self)
    }

    package func destroyCounter(_ handler: any CounterHandler) { registry.remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { registry.remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { registry.remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { registry.remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { registry.remove(handler) }
}
