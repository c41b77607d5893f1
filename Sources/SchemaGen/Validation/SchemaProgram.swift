import JSON

typealias NodeID = Int32

/// The compiled form of a schema document.
final class SchemaProgram: Sendable {
    let root: NodeID = 0

    func nodes(at pointer: JSONPointer) -> NodeID? { 0 }
}

enum SchemaCompiler {
    static func compile(
        _ document: JSONValue,
        _ options: ValueValidator.Options
    ) throws(SchemaGenError) -> SchemaProgram { SchemaProgram() }
}
