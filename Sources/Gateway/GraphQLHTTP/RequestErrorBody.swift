import GraphQLEngine
import JSON

/// The answer to a request that was refused before execution.
enum RequestErrorBody {
    /// `{"errors":[...]}` without `data`.
    static func bytes(_ errors: [GraphQLError]) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.append("{\"errors\":")
        append(errors, to: &writer)
        writer.append("}")
        return writer.bytes
    }

    /// The errors alone, as a list.
    static func list(_ errors: [GraphQLError]) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        append(errors, to: &writer)
        return writer.bytes
    }

    private static func append(_ errors: [GraphQLError], to writer: inout JSONWriter) {
        writer.append("[")
        for (index, error) in errors.enumerated() {
            if index > 0 { writer.append(",") }
            error.write(to: &writer)
        }
        writer.append("]")
    }
}
