import CoreMetrics
import Testing

@testable import Gateway

@Suite("Prometheus text")
struct PrometheusMetricsTests {
    let metrics = PrometheusMetrics()

    @Test("a counter grows by what is added, one series for each set of labels in any order")
    func counters() {
        let first = Counter(label: "requests_total", dimensions: [("b", "2"), ("a", "1")], factory: metrics)
        let same = Counter(label: "requests_total", dimensions: [("a", "1"), ("b", "2")], factory: metrics)
        Counter(label: "requests_total", dimensions: [("a", "0")], factory: metrics).increment()
        first.increment(by: 2)
        same.increment()
        metrics.describe("requests_total", "Requests\nby label")
        #expect(
            metrics.text() == """
                # HELP requests_total Requests\\nby label
                # TYPE requests_total counter
                requests_total{a="0"} 1
                requests_total{a="1",b="2"} 3

                """
        )
    }

    @Test("a gauge goes up and down and is written as a whole number where it is one")
    func gauges() {
        let gauge = Meter(label: "kvgraph.active", factory: metrics)
        gauge.increment(by: 3)
        gauge.decrement()
        #expect(metrics.text() == "# TYPE kvgraph_active gauge\nkvgraph_active 2\n")
        gauge.set(0.5)
        #expect(metrics.text().hasSuffix("kvgraph_active 0.5\n"))
    }

    @Test("a timer is a histogram in seconds with cumulative buckets")
    func timers() {
        let timer = Timer(label: "latency_seconds", dimensions: [("op", "get")], factory: metrics)
        timer.recordNanoseconds(700_000)
        timer.recordNanoseconds(20_000_000_000)
        let lines = metrics.text().split(separator: "\n").map(String.init)
        #expect(lines.first == "# TYPE latency_seconds histogram")
        #expect(lines.contains(#"latency_seconds_bucket{op="get",le="0.0005"} 0"#))
        #expect(lines.contains(#"latency_seconds_bucket{op="get",le="0.001"} 1"#))
        #expect(lines.contains(#"latency_seconds_bucket{op="get",le="10"} 1"#))
        #expect(lines.contains(#"latency_seconds_bucket{op="get",le="+Inf"} 2"#))
        #expect(lines.contains(#"latency_seconds_sum{op="get"} 20.0007"#))
        #expect(lines.contains(#"latency_seconds_count{op="get"} 2"#))
    }

    @Test("labels and names that the format does not allow are escaped or replaced")
    func escaping() {
        Counter(label: "9 lives", dimensions: [("k-1", "a\"b\\c\nd")], factory: metrics).increment()
        #expect(metrics.text() == "# TYPE __lives counter\n__lives{k_1=\"a\\\"b\\\\c\\nd\"} 1\n")
    }

    @Test("a name taken by another type is not exported twice")
    func clash() {
        Counter(label: "x", factory: metrics).increment()
        Meter(label: "x", factory: metrics).set(7)
        #expect(metrics.text() == "# TYPE x counter\nx 1\n")
    }

    @Test("a destroyed metric leaves the text")
    func destroyed() {
        let counter = Counter(label: "x", factory: metrics)
        counter.destroy()
        #expect(metrics.text().isEmpty)
    }
}
