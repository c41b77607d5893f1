import Foundation
import GraphQLEngine
import Testing

@testable import SchemaGen

@Suite("What every API has, whatever its model")
struct EntryTypesTests {
    private static let model =
        #"{"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"]}"#

    private func definition(_ compatibility: APIDefinition.Compatibility) throws -> APIDefinition {
        let model = try Model(text: Array(Self.model.utf8), file: "token.json")
        return APIDefinition(namespace: "kv", model: model, compatibility: compatibility)
    }

    @Test("the schema prints as recorded; KVGRAPH_WRITE_DOCS=1 records it anew")
    func snapshot() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/token.graphql")
        let sdl = try generate([definition(.none)]).sdl + "\n"
        if ProcessInfo.processInfo.environment["KVGRAPH_WRITE_DOCS"] != nil {
            try Data(sdl.utf8).write(to: file)
        }
        #expect(sdl == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    @Test("with compat: wundergraph nothing of it is there")
    func compatible() throws {
        let generated = try generate([definition(.wundergraph)])
        let added = [
            "filter", "first", "after", "last", "getMany", "entries", "status", "patch", "operation", "createdAt",
            "delta",
            "revisionLong", "history(key: String!, ", "includeHistory", "ignoreDeletes", "updatesOnly", "fromRevision",
            "PageInfo", "Connection", "JSON", "Long", "DateTime", "enum",
        ]
        for text in [generated.sdl, SchemaPrinter.print(generated.schema)] {
            #expect(text.contains("kv_history(key: String!): [kv_KeyValueEntry!]!"))
            for word in added { #expect(!text.contains(word), "\(word)") }
        }
        #expect(generated.apis[0].rootFields.count == 11)
    }

    @Test("several APIs share Relay's PageInfo, which one with compat: wundergraph does not bring in")
    func sharedPageInfo() throws {
        let model = try Model(text: Array(Self.model.utf8))
        let names = ["a", "b"].map { APIDefinition(namespace: $0, model: model) }
        let sdl = try generate(names).sdl
        #expect(sdl.components(separatedBy: "type PageInfo {").count == 2)
        #expect(sdl.contains("type a_EntryConnection {") && sdl.contains("type b_EntryConnection {"))
    }

    @Test("the history of an entry is fetched, under the API's own tag")
    func historyTag() throws {
        let model = try Model(text: Array(Self.model.utf8))
        let generated = try generate(["a", "b"].map { APIDefinition(namespace: $0, model: model) })
        for (index, namespace) in ["a", "b"].enumerated() {
            let field = try #require(generated.schema.type(named: "\(namespace)_KeyValueEntry")?.fields?["history"])
            guard case .fetch(let tag) = field.resolution else {
                Issue.record("the field is not fetched")
                continue
            }
            let target = try #require(generated.target(ofTag: tag))
            #expect(target.api == index && target.operation == .entryHistory)
        }
    }
}
