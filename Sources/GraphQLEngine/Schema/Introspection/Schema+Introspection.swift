public import JSON

extension Schema {
    /// The response to the standard introspection query: `{"data":{"__schema":{…}}}`, compact.
    public func introspectionJSON() -> [UInt8] {
        var writer = JSONWriter(reserving: 1024 * max(types.count, 1))
        writer.append("{\"data\":")
        IntrospectionWriter(self).write(to: &writer)
        writer.append("}")
        return writer.bytes
    }

    /// The data of the response to the standard introspection query: `{"__schema":{…}}`.
    public func introspection() -> JSONValue {
        var writer = JSONWriter()
        IntrospectionWriter(self).write(to: &writer)
        return (try? JSONValue(parsing: writer.bytes)) ?? .null
    }
}
