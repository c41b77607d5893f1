package import JSON
package import NIOCore

extension ConnectOptions {
    /// Reads the JSON text of CONNECT. Unknown fields are passed over; a field of the wrong type counts as missing.
    package init(json: ByteBuffer) throws(JSONError) {
        let value = try JSONValue(parsing: Array(json.readableBytesView), maximumDepth: 16)
        guard value.object != nil else { throw JSONError(code: .expectedObject, offset: 0, found: nil) }
        self.init()
        isVerbose = value["verbose"]?.bool ?? true
        isPedantic = value["pedantic"]?.bool ?? false
        requiresTLS = value["tls_required"]?.bool ?? false
        name = value["name"]?.string
        language = value["lang"]?.string ?? ""
        version = value["version"]?.string ?? ""
        proto = value["protocol"]?.number?.int32.map { Int($0) } ?? 0
        echoes = value["echo"]?.bool ?? true
        supportsHeaders = value["headers"]?.bool ?? false
        wantsNoResponders = value["no_responders"]?.bool ?? false
        user = value["user"]?.string
        password = value["pass"]?.string
        token = value["auth_token"]?.string
        jwt = value["jwt"]?.string
        nkey = value["nkey"]?.string
        signature = value["sig"]?.string
    }

    /// The JSON text for CONNECT, in one line.
    package func json() -> [UInt8] {
        var object = JSONObject()
        object["verbose"] = .bool(isVerbose)
        object["pedantic"] = .bool(isPedantic)
        object["tls_required"] = .bool(requiresTLS)
        object["lang"] = .string(language)
        object["version"] = .string(version)
        object["protocol"] = .number(JSONNumber(proto))
        object["echo"] = .bool(echoes)
        object["headers"] = .bool(supportsHeaders)
        object["no_responders"] = .bool(wantsNoResponders)
        let texts = [
            ("name", name), ("user", user), ("pass", password), ("auth_token", token), ("jwt", jwt), ("nkey", nkey),
            ("sig", signature),
        ]
        for (field, text) in texts {
            if let text { object[field] = .string(text) }
        }
        return JSONValue.object(object).bytes()
    }
}
