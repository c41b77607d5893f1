import GraphQLEngine
import JSON
import NATSKV
import SchemaGen

extension APIResolver {
    /// All keys that the filter takes in, or one page of them where a page is asked for.
    func keys(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let filter = try filter(of: fetch)
        guard fetch.arguments.has("first") || fetch.arguments.has("after") else {
            return bucket.keys([filter], deadline: run.deadline) { result in
                self.answer(result, fetch, run) { keys in
                    run.resume(fetch.id) {
                        $0.list(count: keys.count) { index, item in item.string(keys[index].rawValue) }
                    }
                }
            }
        }
        var options = try page(fetch, filter)
        options.metaOnly = true
        if let text = fetch.arguments["after"]?.string { options.start = try start(keyOrCursor: text) }
        bucket.page(options, deadline: run.deadline) { result in
            self.answer(result, fetch, run) { page in
                run.resume(fetch.id) {
                    $0.list(count: page.entries.count) { index, item in item.string(page.entries[index].key.rawValue) }
                }
            }
        }
    }

    /// One page of entries, as a Relay connection.
    func entries(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        var options = try page(fetch, try filter(of: fetch))
        if let text = fetch.arguments["after"]?.string { options.start = .cursor(try cursor(text)) }
        options.metaOnly = !fetch.selection.selects("edges", "node", "value")
        let begins = options.start == .beginning
        bucket.page(options, deadline: run.deadline) { result in
            self.answer(result, fetch, run) { page in
                let edges = page.entries.map { entry in
                    EntryEdgeRecord(cursor: page.cursor(behind: entry), entry: self.record(entry, options.metaOnly))
                }
                let connection = EntryConnectionRecord(edges: edges, hasNext: page.hasMore, hasPrevious: !begins)
                run.resume(fetch.id, record: connection)
            }
        }
    }

    // MARK: Arguments

    private func page(_ fetch: Fetch, _ filter: KeyFilter) throws(FieldError) -> PageOptions {
        var options = PageOptions()
        options.filter = filter
        guard let first = fetch.arguments["first"]?.number?.int64 else { return options }
        guard (1...Int64(PageOptions.maximumLimit)).contains(first) else {
            throw FieldError(
                "The argument \"first\" is \(first); a page has 1 to \(PageOptions.maximumLimit) entries.",
                code: .badUserInput
            )
        }
        options.limit = Int(first)
        return options
    }

    private func filter(of fetch: Fetch) throws(FieldError) -> KeyFilter {
        guard let value = fetch.arguments["filter"], !value.isNull else { return .all }
        return try filter(value)
    }

    private func cursor(_ text: String) throws(FieldError) -> KeyValueCursor {
        do {
            return try KeyValueCursor(text)
        } catch {
            throw fieldError(error, nil)
        }
    }

    /// Keys have no cursors of their own in a list of strings: the last one of the page before serves too.
    private func start(keyOrCursor text: String) throws(FieldError) -> PageOptions.Start {
        if let cursor = try? KeyValueCursor(text) { return .cursor(cursor) }
        do {
            return .key(try KeyValueKey(text))
        } catch {
            throw FieldError("The argument \"after\" is neither a cursor nor a key.", code: .badUserInput)
        }
    }
}

extension Arguments {
    /// Whether the argument was given and is not null.
    fileprivate func has(_ name: String) -> Bool { !(self[name]?.isNull ?? true) }
}

extension FieldSelection {
    /// Whether fields of these names are selected one below the other.
    fileprivate func selects(_ names: String...) -> Bool { selects(names[...]) }

    private func selects(_ names: ArraySlice<String>) -> Bool {
        guard let name = names.first else { return true }
        return subselections.contains { $0.fieldName == name && $0.selects(names.dropFirst()) }
    }
}
