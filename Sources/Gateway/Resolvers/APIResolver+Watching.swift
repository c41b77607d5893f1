import GraphQLEngine
import JSON
import NATSKV
import NIOCore
import SchemaGen

extension APIResolver {
    func watch(
        _ operation: KeyValueOperation,
        _ fetch: Fetch,
        from revision: UInt64?,
        deadline: NIODeadline,
        onEvent: @escaping (WatchEvent) -> Void
    ) throws(FieldError) -> any WatchHandle {
        var filters = [KeyFilter.all]
        if operation == .watch { filters = try (fetch.arguments["keys"]?.array ?? []).map(filter) }
        guard !filters.isEmpty else { throw FieldError("The list of keys is empty.", code: .badUserInput) }
        let options = try watchOptions(fetch, from: revision)
        return bucket.watch(filters, options: options, deadline: deadline) { event in
            switch event {
            case .success(.entry(let entry)): onEvent(.entry(self.record(entry)))
            case .success(.caughtUp): onEvent(.caughtUp)
            case .failure(let error): onEvent(.failed(self.fieldError(error, nil)))
            }
        }
    }

    /// - Parameter revision: Where a watch is taken up again that its client had before; wins over what the arguments say.
    private func watchOptions(_ fetch: Fetch, from revision: UInt64?) throws(FieldError) -> WatchOptions {
        var options = WatchOptions()
        options.includeHistory = fetch.arguments["includeHistory"]?.bool ?? false
        options.ignoreDeletes = fetch.arguments["ignoreDeletes"]?.bool ?? false
        options.updatesOnly = fetch.arguments["updatesOnly"]?.bool ?? false
        if options.updatesOnly, options.includeHistory {
            throw FieldError(
                "updatesOnly leaves out what includeHistory asks for: only one of them can be true.",
                code: .badUserInput
            )
        }
        if let asked = fetch.arguments["fromRevision"]?.number {
            guard let number = UInt64(asked.text) ?? asked.int64.flatMap({ UInt64(exactly: $0) }), number > 0 else {
                throw FieldError(
                    "fromRevision is \(asked.text); a revision is a whole number from 1 on.",
                    code: .badUserInput
                )
            }
            if options.updatesOnly {
                throw FieldError(
                    "updatesOnly leaves out what fromRevision asks for: only one of them can be given.",
                    code: .badUserInput
                )
            }
            options.fromRevision = number
        }
        if let revision { options.fromRevision = revision }
        return options
    }
}
