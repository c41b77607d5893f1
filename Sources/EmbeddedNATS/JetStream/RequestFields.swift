import JSON
import NIOCore

/// The members of a JSON object in a request. `null` counts as absent, unknown members are ignored, a member of another
/// type is an error.
struct RequestFields {
    private static let maximumDepth = 32
    private let object: JSONObject

    init(_ object: JSONObject = JSONObject()) { self.object = object }

    /// INFO as a client sends it: any object, and something there is.
    init(info text: ByteBuffer) throws(APIError) { object = try Self.parse(Array(text.readableBytesView)) }

    /// An empty payload has no members.
    init(_ payload: ByteBuffer) throws(APIError) {
        guard payload.readableBytes > 0 else {
            object = JSONObject()
            return
        }
        object = try Self.parse(Array(payload.readableBytesView))
    }

    init(text: String) throws(APIError) { object = try Self.parse(Array(text.utf8)) }

    private static func parse(_ bytes: [UInt8]) throws(APIError) -> JSONObject {
        do {
            let value = try JSONValue(parsing: bytes, maximumDepth: maximumDepth)
            if value.isNull { return JSONObject() }
            guard let object = value.object else {
                throw APIError.invalidJSON("a value that is not an object")
            }
            return object
        } catch let error as APIError {
            throw error
        } catch {
            throw .invalidJSON("\(error)")
        }
    }

    var isEmpty: Bool { object.isEmpty }

    func has(_ name: String) -> Bool { value(name) != nil }

    /// Whether the member is an array or object that is not empty.
    func hasElements(_ name: String) -> Bool {
        switch value(name) {
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        default: false
        }
    }

    private func value(_ name: String) -> JSONValue? {
        if let value = object[name] { return value.isNull ? nil : value }
        // Go's reader takes a name in any case where the exact one is missing.
        var found: JSONValue?
        for member in object where Self.isSame(member.name, name) { found = member.value }
        return found.flatMap { $0.isNull ? nil : $0 }
    }

    /// Whether two names differ in the case of ASCII letters at most.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        return zip(one.utf8, other.utf8).allSatisfy { left, right in
            left == right || (left | 0x20 == right | 0x20 && left | 0x20 >= 0x61 && left | 0x20 <= 0x7A)
        }
    }

    private func wrong(_ name: String, _ type: String) -> APIError {
        .invalidJSON("cannot unmarshal field \(name), expected \(type)")
    }

    func string(_ name: String) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw wrong(name, "string") }
        return text
    }

    func flag(_ name: String, default fallback: Bool = false) throws(APIError) -> Bool {
        guard let value = value(name) else { return fallback }
        guard let flag = value.bool else { throw wrong(name, "bool") }
        return flag
    }

    func integer(_ name: String) throws(APIError) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let number = value.number?.int64 else { throw wrong(name, "int64") }
        return number
    }

    func unsigned(_ name: String) throws(APIError) -> UInt64? {
        guard let value = value(name) else { return nil }
        guard let text = value.number?.text, let number = UInt64(text) else { throw wrong(name, "uint64") }
        return number
    }

    func strings(_ name: String) throws(APIError) -> [String]? {
        guard let value = value(name) else { return nil }
        guard let array = value.array else { throw wrong(name, "[]string") }
        var strings: [String] = []
        for element in array {
            guard let text = element.string else { throw wrong(name, "[]string") }
            strings.append(text)
        }
        return strings
    }

    func integers(_ name: String) throws(APIError) -> [Int64]? {
        guard let value = value(name) else { return nil }
        guard let array = value.array else { throw wrong(name, "[]int64") }
        var numbers: [Int64] = []
        for element in array {
            guard let number = element.number?.int64 else { throw wrong(name, "[]int64") }
            numbers.append(number)
        }
        return numbers
    }

    /// An array of arrays of integers; absent, it is empty.
    func arrays(_ name: String) throws(APIError) -> [[Int64]] {
        guard let value = value(name) else { return [] }
        guard let array = value.array else { throw wrong(name, "[][]int64") }
        return array.map { ($0.array ?? []).compactMap { $0.number?.int64 } }
    }

    func fields(_ name: String) throws(APIError) -> RequestFields? {
        guard let value = value(name) else { return nil }
        guard let object = value.object else { throw wrong(name, "object") }
        return RequestFields(object)
    }

    /// The names and values of an object of strings.
    func texts(_ name: String) throws(APIError) -> [(name: String, value: String)] {
        guard let value = value(name) else { return [] }
        guard let members = value.object else { throw wrong(name, "object") }
        var texts: [(name: String, value: String)] = []
        for member in members {
            guard let text = member.value.string else { throw wrong(name, "string") }
            texts.append((member.name, text))
        }
        return texts
    }

    func choice<Choice: RawRepresentable<String>>(
        _ name: String,
        default fallback: Choice
    ) throws(APIError) -> Choice {
        guard let text = try string(name), !text.isEmpty else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            throw .invalidJSON("can not unmarshal \"\(text)\" as \(name)")
        }
        return choice
    }

    /// Nanoseconds since 1970.
    func time(_ name: String) throws(APIError) -> Int64? {
        guard let text = try string(name) else { return nil }
        guard let time = Timestamp.parse(text) else { throw wrong(name, "RFC 3339 time") }
        return time
    }
}
