import JSON
import NIOCore

extension JSONObject {
    mutating func add(_ name: String, _ value: String) { self[name] = .string(value) }
    mutating func add(_ name: String, _ value: Bool) { self[name] = .bool(value) }
    mutating func add(_ name: String, _ value: some FixedWidthInteger) { self[name] = .integer(value) }
    mutating func add(_ name: String, _ value: JSONObject) { self[name] = .object(value) }
    mutating func add(_ name: String, _ value: [JSONValue]) { self[name] = .array(value) }

    /// Nothing is added for the value that stands for "not set".
    mutating func addUnlessZero(_ name: String, _ value: some FixedWidthInteger) {
        if value != 0 { add(name, value) }
    }
    mutating func addIfTrue(_ name: String, _ value: Bool) { if value { add(name, value) } }
    mutating func addIfSet(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { add(name, value) }
    }
    mutating func addIfSet(_ name: String, _ texts: [(name: String, value: String)]) {
        if !texts.isEmpty { add(name, JSONObject(texts.map { ($0.name, JSONValue.string($0.value)) })) }
    }
}

extension JSONValue {
    static func integer(_ value: some FixedWidthInteger) -> JSONValue {
        if let signed = Int64(exactly: value) { return .number(JSONNumber(signed)) }
        return .number(JSONNumber(UInt64(clamping: value)))
    }
}

extension JSONObject {
    /// The compact text.
    var buffer: ByteBuffer {
        var writer = JSONWriter(reserving: 512)
        writer.write(.object(self))
        return ByteBuffer(bytes: writer.bytes)
    }

    var text: String { JSONValue.object(self).description }
}

extension APIError {
    var json: JSONObject {
        ["code": .integer(code), "err_code": .integer(number), "description": .string(description)]
    }
}
