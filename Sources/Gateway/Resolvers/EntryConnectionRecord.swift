import GraphQLEngine
import NATSKV

/// A page of entries as the schema shows it (https://relay.dev/graphql/connections.htm).
struct EntryConnectionRecord: ResolvedRecord {
    var edges: [EntryEdgeRecord]
    var hasNext: Bool
    var hasPrevious: Bool

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "edges": completion.list(of: edges)
        case "pageInfo": completion.record(PageInfoRecord(page: self))
        default: completion.null()
        }
    }
}

/// An entry with its place in the pages.
struct EntryEdgeRecord: ResolvedRecord {
    var cursor: KeyValueCursor
    var entry: EntryRecord

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "cursor": completion.string(cursor.description)
        case "node": completion.record(entry)
        default: completion.null()
        }
    }
}

/// The bounds of a page.
private struct PageInfoRecord: ResolvedRecord {
    var page: EntryConnectionRecord

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "hasNextPage": completion.bool(page.hasNext)
        case "hasPreviousPage": completion.bool(page.hasPrevious)
        case "startCursor": resolve(page.edges.first?.cursor, into: &completion)
        case "endCursor": resolve(page.edges.last?.cursor, into: &completion)
        default: completion.null()
        }
    }

    private func resolve(_ cursor: KeyValueCursor?, into completion: inout FieldCompletion) {
        if let cursor {
            completion.string(cursor.description)
        } else {
            completion.null()
        }
    }
}
