package import NATSKV
import UnixSignals

/// `kvgraph watch`: current entries, then every change, until SIGINT or SIGTERM.
package struct Watching: Sendable {
    /// Keys or wildcards; empty for all keys.
    package var filters: [String]
    package var options: WatchOptions

    package init(filters: [String], options: WatchOptions) {
        self.filters = filters
        self.options = options
    }

    /// Ends on a signal, which is no failure; the server's consumer is removed before it returns.
    package func run(_ session: StoreSession, _ output: CommandOutput) async throws(CommandError) {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await run(session, output) {
            for await _ in signals { return }
        }
    }

    /// - Parameter untilStopped: Returns when the watch is to end.
    func run(
        _ session: StoreSession,
        _ output: CommandOutput,
        untilStopped: @escaping @Sendable () async -> Void
    ) async throws(CommandError) {
        let filters = try KeyFilters.parse(filters)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await stream(session, filters, output) }
                group.addTask { await untilStopped() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            throw CommandError(caught: error)
        }
    }

    private func stream(_ session: StoreSession, _ filters: [KeyFilter], _ output: CommandOutput) async throws {
        try await session.bucket.withWatch(filters, options: options) { events in
            var lines = WatchLines(output.form)
            for text in lines.header { try output.line(text) }
            for try await event in events {
                guard case .entry(let entry) = event else { continue }
                switch output.form {
                case .lines: try output.line(session.format.json(entry))
                case .table: try output.line(lines.line(session.format.cells(entry)))
                }
            }
        }
    }
}

/// Rows of a table that never ends: columns only ever grow wider.
struct WatchLines {
    private static let titles = ["CREATED", "REVISION", "OPERATION", "KEY", "VALUE"]
    private static let widestKey = 40

    private var widths = [20, 8, 9, 12, Int.max]
    private let width: Int

    init(_ form: CommandOutput.Form) {
        if case .table(let width) = form { self.width = width } else { width = .max }
    }

    var header: [String] { width == .max ? [] : [TextTable.line(Self.titles, widths, width)] }

    /// - Parameter cells: As ``EntryFormat/header`` names them.
    mutating func line(_ cells: [String]) -> String {
        guard cells.count == 5 else { return "" }
        widths[1] = max(widths[1], cells[1].utf8.count)
        widths[3] = max(widths[3], min(DisplayWidth.of(cells[0]), Self.widestKey))
        return TextTable.line([cells[3], cells[1], cells[2], cells[0], cells[4]], widths, width)
    }
}
