import Synchronization

/// One time series: its value, and its lines in the text format.
protocol PrometheusSeries: AnyObject, Sendable {
    /// The word of the `# TYPE` line.
    static var type: String { get }
    init()
    func write(name: String, labels: String, into text: inout String)
}

/// The families of series by metric name.
final class PrometheusRegistry: Sendable {
    private struct Family {
        let type: String
        var series: [String: any PrometheusSeries]
    }

    private struct State {
        var families: [String: Family] = [:]
        var help: [String: String] = [:]
    }

    private let state = Mutex(State())

    func describe(_ name: String, _ help: String) {
        state.withLock { $0.help[name] = help }
    }

    /// The series of this name and these labels, made where it is new.
    ///
    /// A name that is already taken by another type gives a series that is not exported: a clash of names must not
    /// make the whole text unreadable.
    func series<Series: PrometheusSeries>(
        _ label: String,
        _ dimensions: [(String, String)],
        as type: Series.Type
    ) -> Series {
        let name = PrometheusName.metric(label)
        let labels = PrometheusName.labels(dimensions)
        return state.withLock { state in
            var family = state.families[name] ?? Family(type: Series.type, series: [:])
            if let known = family.series[labels] {
                return known as? Series ?? Series()
            }
            let made = Series()
            guard family.type == Series.type else { return made }
            family.series[labels] = made
            state.families[name] = family
            return made
        }
    }

    func remove(_ handler: any AnyObject) {
        state.withLock { state in
            for (name, var family) in state.families {
                guard let labels = family.series.first(where: { $0.value === handler })?.key else { continue }
                family.series[labels] = nil
                state.families[name] = family.series.isEmpty ? nil : family
                return
            }
        }
    }

    func text() -> String {
        let state = self.state.withLock { $0 }
        var text = ""
        for (name, family) in state.families.sorted(by: { $0.key < $1.key }) {
            if let help = state.help[name] {
                text += "# HELP \(name) \(PrometheusName.escaped(help, quotes: false))\n"
            }
            text += "# TYPE \(name) \(family.type)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name: name, labels: labels, into: &text)
            }
        }
        return text
    }
}
