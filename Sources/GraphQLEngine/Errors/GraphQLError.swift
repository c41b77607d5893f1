public import JSON

/// An error as a response carries it, spec 7.1.2: of syntax, validation, request or execution.
public struct GraphQLError: Error, Sendable {
    /// For a developer to read; starts with a capital letter and ends with a full stop.
    public var message: String
    /// Where in the document; empty where no place can be named.
    public var locations: [SourceLocation]
    /// The response position of a field error; `nil` for errors of other kinds.
    public var path: [PathSegment]?
    /// What stands as `extensions.code`.
    public var code: ErrorCode?
    /// Further members of `extensions`. A member named `code` is left out where `code` is set.
    public var extensions: JSONObject?

    public init(
        _ message: String,
        locations: [SourceLocation] = [],
        path: [PathSegment]? = nil,
        code: ErrorCode? = nil,
        extensions: JSONObject? = nil
    ) {
        self.message = message
        self.locations = locations
        self.path = path
        self.code = code
        self.extensions = extensions
    }
}

extension GraphQLError: CustomStringConvertible {
    /// The message with its locations, one line.
    public var description: String {
        locations.isEmpty
            ? message
            : message + " (" + locations.map { "\($0.line):\($0.column)" }.joined(separator: ", ") + ")"
    }
}

extension GraphQLError {
    /// Writes the error as a JSON object with the members `message`, `locations`, `path` and `extensions`, in that
    /// order, those that are empty left out.
    public func write(to writer: inout JSONWriter) {
        writer.append("{\"message\":")
        writer.writeString(message)
        if !locations.isEmpty {
            writer.append(",\"locations\":[")
            for (index, location) in locations.enumerated() {
                writer.append(index == 0 ? "{\"line\":" : ",{\"line\":")
                writer.write(location.line)
                writer.append(",\"column\":")
                writer.write(location.column)
                writer.append("}")
            }
            writer.append("]")
        }
        if let path {
            writer.append(",\"path\":")
            Self.write(path, to: &writer)
        }
        writeExtensions(to: &writer)
        writer.append("}")
    }

    private static func write(_ path: [PathSegment], to writer: inout JSONWriter) {
        writer.append("[")
        for (index, segment) in path.enumerated() {
            if index > 0 {
                writer.append(",")
            }
            switch segment {
            case .key(let key): writer.writeString(key)
            case .index(let index): writer.write(index)
            }
        }
        writer.append("]")
    }

    private func writeExtensions(to writer: inout JSONWriter) {
        let members = (extensions ?? JSONObject()).filter { code == nil || $0.name != "code" }
        guard code != nil || !members.isEmpty else { return }
        writer.append(",\"extensions\":{")
        var separator: StaticString = ""
        if let code {
            writer.append("\"code\":")
            writer.writeString(code.rawValue)
            separator = ","
        }
        for member in members {
            writer.append(separator)
            separator = ","
            writer.writeString(member.name)
            writer.append(":")
            writer.write(member.value)
        }
        writer.append("}")
    }
}
