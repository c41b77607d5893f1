import Foundation
import JSON

/// The recorded Zod models, when the folder that the environment variable KVGRAPH_CORPORA names has them.
enum ZodCorpus {
    static let isPresent = file != nil

    static var file: String? {
        guard let folder = ProcessInfo.processInfo.environment["KVGRAPH_CORPORA"], !folder.isEmpty else { return nil }
        let path = folder + "/models/zod-models.jsonl"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    static func models() throws -> [ZodModel] {
        guard let file else { return [] }
        let lines = try Array(Data(contentsOf: URL(fileURLWithPath: file))).split(separator: UInt8(ascii: "\n"))
        return try lines.map { ZodModel(record: try JSONValue(parsing: Array($0))) }
    }
}

/// One line of the corpus.
struct ZodModel {
    let record: JSONValue

    var id: String { record["id"]?.string ?? "?" }
    var namespace: String { record["namespace"]?.string ?? "" }
    var draft07: JSONValue { record["jsonSchemaDraft07"] ?? .null }

    /// WunderGraph's text where it is a valid schema.
    var wundergraphSDL: String? {
        guard let result = record["wundergraph"], result["schemaErrors"]?.array?.isEmpty ?? true else { return nil }
        return result["sdl"]?.string
    }

    /// Every JSON Schema that was made from the model, by name.
    var schemas: [(name: String, schema: JSONValue)] {
        let keys = ["jsonSchemaDraft07", "jsonSchemaDraft07Newer", "jsonSchema2020", "jsonSchema2020Input"]
        return keys.compactMap { key in
            guard let schema = record[key], !schema.isNull else { return nil }
            return (key, schema)
        }
    }

    var values: [JSONValue] { record["values"]?.array ?? [] }
}
