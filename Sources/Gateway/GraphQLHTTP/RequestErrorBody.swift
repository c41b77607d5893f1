import GraphQLEngine
import JSON

/// `{"errors":[...]}` without `data`: the answer to a request that was refused before execution.
enum RequestErrorBody {
    static func bytes(_ errors: [GraphQLError]) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.append("{\"errors\":[")
        for (index, error) in errors.enumerated() {
            if index > 0 { writer.append(",") }
            error.write(to: &writer)
        }
        writer.append("]}")
        return writer.bytes
    }
}
