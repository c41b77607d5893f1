import GraphQLEngine
import JSON
import Synchronization

// The example of the documentation's article. A test checks that the article shows exactly this code, and runs it.

/// What a fetch is for: the tags of fields that the host resolves.
enum Tag {
    static let book = 1
    static let books = 2
    static let lend = 3
    static let lent = 4
}

/// Books by ISBN, as JSON text: what a store gives back is put into responses as it is.
final class Bookshelf: Sendable {
    private let books = Mutex<[String: String]>([
        "1": #"{"isbn": "1", "title": "Parsing", "pages": 320, "status": "ON_SHELF"}"#,
        "2": #"{"isbn": "2", "title": "Typing", "pages": 210, "status": "LENT"}"#,
    ])

    func book(_ isbn: String) -> [UInt8] {
        books.withLock { Array(($0[isbn] ?? "null").utf8) }
    }

    func all() -> [UInt8] {
        books.withLock { books in
            let list = books.sorted { $0.key < $1.key }.map(\.value)
            return Array("[\(list.joined(separator: ","))]".utf8)
        }
    }

    func lend(_ isbn: String) throws(FieldError) -> [UInt8] {
        try books.withLock { books throws(FieldError) in
            guard let book = books[isbn] else {
                throw FieldError("There is no book \(isbn).", code: ErrorCode(rawValue: "NO_SUCH_BOOK"))
            }
            let lent = book.replacing("ON_SHELF", with: "LENT")
            books[isbn] = lent
            return Array(lent.utf8)
        }
    }
}

/// The schema, from code.
func bookshelfSchema() throws -> Schema {
    var builder = SchemaBuilder()
    builder.object(
        "Query",
        fields: [
            .init("book", type: "Book", arguments: [.init("isbn", type: "ID!")], resolution: .fetch(tag: Tag.book)),
            .init("books", type: "[Book!]!", resolution: .fetch(tag: Tag.books)),
        ]
    )
    builder.object(
        "Mutation",
        fields: [
            .init("lend", type: "Book", arguments: [.init("isbn", type: "ID!")], resolution: .fetch(tag: Tag.lend))
        ]
    )
    builder.object("Subscription", fields: [.init("lent", type: "Book!", resolution: .fetch(tag: Tag.lent))])
    builder.object(
        "Book",
        description: "A book of the shelf.",
        fields: [
            .init("isbn", type: "ID!"),
            .init("title", type: "String!"),
            // The property of the stored JSON has another name.
            .init("length", type: "Int", resolution: .property("pages")),
            .init("status", type: "Status!"),
        ]
    )
    builder.enum("Status", values: [.init("ON_SHELF"), .init("LENT")])
    return try builder.build()
}

/// Carries out one fetch.
func resolve(_ fetch: Fetch, from shelf: Bookshelf) throws(FieldError) -> [UInt8] {
    let isbn = fetch.arguments["isbn"]?.string ?? ""
    switch fetch.tag {
    case Tag.book: return shelf.book(isbn)
    case Tag.books: return shelf.all()
    case Tag.lend: return try shelf.lend(isbn)
    default: throw FieldError("There is no resolver for \(fetch.fieldName).")
    }
}

/// Runs a query or mutation without tasks: the executor hands fetches out and takes their results.
func respond(to query: String, schema: Schema, shelf: Bookshelf) -> [UInt8] {
    do {
        // Parsed, validated and planned once; keep it and run it again and again.
        let operation = try PreparedOperation(query, schema: schema)
        var execution = Execution(operation)
        while let fetch = execution.nextFetch() {
            switch Result(catching: { () throws(FieldError) in try resolve(fetch, from: shelf) }) {
            case .success(let json): execution.resume(fetch.id, json: json.span)
            case .failure(let error): execution.resume(fetch.id, error: error)
            }
        }
        return execution.finish()
    } catch {
        return error.response()
    }
}

/// The same with asynchronous resolvers.
func respondAsync(to query: String, schema: Schema, shelf: Bookshelf) async throws -> [UInt8] {
    let executor = AsyncExecutor { fetch in .json(try resolve(fetch, from: shelf)) }
    return try await executor.execute(PreparedOperation(query, schema: schema))
}

/// One response for each book that is lent.
func lentBooks(
    _ query: String,
    schema: Schema,
    books: AsyncStream<ResolvedValue>
) throws -> SubscriptionResponses<AsyncStream<ResolvedValue>> {
    let executor = AsyncExecutor { _ in .null }
    return try executor.subscribe(PreparedOperation(query, schema: schema)) { _ in books }
}
