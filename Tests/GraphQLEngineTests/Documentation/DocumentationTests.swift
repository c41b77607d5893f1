import Foundation
import GraphQLEngine
import JSON
import Testing

@Suite("Documentation")
struct DocumentationTests {
    /// Fenced blocks of the article in a language.
    private func blocks(of language: String) throws -> [String] {
        let article = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../Sources/GraphQLEngine/GraphQLEngine.docc/GettingStarted.md")
            .standardized
        let text = try String(contentsOf: article, encoding: .utf8)
        return text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    @Test("the code of the article is the code that these tests compile")
    func codeOfArticle() throws {
        let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("BookshelfExample.swift")
        let source = try String(contentsOf: example, encoding: .utf8)
        let declarations = try blocks(of: "swift").flatMap { $0.components(separatedBy: "\n\n/// ") }
        #expect(declarations.count == 7)
        for declaration in declarations {
            #expect(source.contains(declaration), "not in BookshelfExample.swift: \(declaration)")
        }
    }

    @Test(
        "the example answers as the article says",
        arguments: [
            (#"{ book(isbn: "1") { title length } }"#, #"{"data":{"book":{"title":"Parsing","length":320}}}"#),
            (#"{ book(isbn: "9") { title } }"#, #"{"data":{"book":null}}"#),
            (
                "{ books { isbn status __typename } }",
                #"{"data":{"books":[{"isbn":"1","status":"ON_SHELF","__typename":"Book"},"#
                    + #"{"isbn":"2","status":"LENT","__typename":"Book"}]}}"#
            ),
            (#"mutation { lend(isbn: "1") { status } }"#, #"{"data":{"lend":{"status":"LENT"}}}"#),
        ]
    )
    func example(_ query: String, _ response: String) async throws {
        let schema = try bookshelfSchema()
        let expected = try JSONValue(parsing: response)
        #expect(try JSONValue(parsing: respond(to: query, schema: schema, shelf: Bookshelf())) == expected)
        #expect(try JSONValue(parsing: await respondAsync(to: query, schema: schema, shelf: Bookshelf())) == expected)
    }

    @Test("the error of the article is the one that the example gives")
    func errorOfArticle() throws {
        let expected = try JSONValue(parsing: try #require(try blocks(of: "json").first))
        let response = try respond(
            to: "mutation { lend(isbn: \"3\") { status } }",
            schema: bookshelfSchema(),
            shelf: Bookshelf()
        )
        #expect(try JSONValue(parsing: response) == expected)
    }

    @Test("a request that is wrong gets its errors as the response")
    func wrongRequest() throws {
        let response = try JSONValue(
            parsing: respond(to: "{ boks { isbn } }", schema: try bookshelfSchema(), shelf: Bookshelf())
        )
        #expect(
            response["errors"]?[0]?["message"]
                == "Cannot query field \"boks\" on type \"Query\". Did you mean \"books\" or \"book\"?"
        )
        #expect(response["data"] == nil)
    }

    @Test("the subscription gives one response for each event")
    func subscription() async throws {
        let (books, continuation) = AsyncStream.makeStream(of: ResolvedValue.self)
        continuation.yield(.json(Bookshelf().book("1")))
        continuation.yield(.json(Bookshelf().book("2")))
        continuation.finish()
        let responses = try lentBooks("subscription { lent { title } }", schema: bookshelfSchema(), books: books)
        var titles: [String] = []
        for try await response in responses {
            let title = try JSONValue(parsing: response)["data"]?["lent"]?["title"]?.string
            titles.append(title ?? "none")
        }
        #expect(titles == ["Parsing", "Typing"])
    }
}
