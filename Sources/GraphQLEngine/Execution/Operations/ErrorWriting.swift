import JSON

extension JSONWriter {
    /// Writes an error as spec 7.1.2 lays it out, `extensions.code` before other extensions.
    mutating func write(_ error: GraphQLError, extensions: JSONObject = JSONObject()) {
        append("{\"message\":")
        writeString(error.message)
        if !error.locations.isEmpty { write(error.locations) }
        if let path = error.path { write(path) }
        if error.code != nil || !extensions.isEmpty { write(extensions, code: error.code) }
        append(0x7D)
    }

    private mutating func write(_ locations: [SourceLocation]) {
        append(",\"locations\":[")
        for (index, location) in locations.enumerated() {
            append(index == 0 ? "{\"line\":" : ",{\"line\":")
            write(location.line)
            append(",\"column\":")
            write(location.column)
            append(0x7D)
        }
        append(0x5D)
    }

    private mutating func write(_ path: [PathSegment]) {
        append(",\"path\":[")
        for (index, segment) in path.enumerated() {
            if index > 0 { append(0x2C) }
            switch segment {
            case .key(let key): writeString(key)
            case .index(let index): write(index)
            }
        }
        append(0x5D)
    }

    private mutating func write(_ extensions: JSONObject, code: ErrorCode?) {
        append(",\"extensions\":{")
        var isFirst = true
        if let code {
            append("\"code\":")
            writeString(code.rawValue)
            isFirst = false
        }
        for member in extensions where code == nil || member.name != "code" {
            if !isFirst { append(0x2C) }
            isFirst = false
            writeString(member.name)
            append(0x3A)
            write(member.value)
        }
        append(0x7D)
    }
}

extension RequestErrors {
    /// The response: `{"errors":[…]}`, without `data`, as spec 7.1 wants it for a request that was not executed.
    public func response() -> [UInt8] {
        var writer = JSONWriter(reserving: 16 + errors.count * 256)
        writer.append("{\"errors\":[")
        for (index, error) in errors.enumerated() {
            if index > 0 { writer.append(0x2C) }
            writer.write(error)
        }
        writer.append("]}")
        return writer.bytes
    }
}
