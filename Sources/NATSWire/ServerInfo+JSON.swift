package import JSON
package import NIOCore

extension ServerInfo {
    /// Reads the JSON text of INFO. Unknown fields are passed over; a field of the wrong type counts as missing.
    package init(json: ByteBuffer) throws(JSONError) {
        let value = try JSONValue(parsing: Array(json.readableBytesView), maximumDepth: 16)
        guard value.object != nil else { throw JSONError(code: .expectedObject, offset: 0, found: nil) }
        self.init()
        serverID = value["server_id"]?.string ?? ""
        serverName = value["server_name"]?.string ?? ""
        version = value["version"]?.string ?? ""
        proto = value["proto"]?.integer ?? 0
        host = value["host"]?.string ?? ""
        port = value["port"]?.integer ?? 0
        supportsHeaders = value["headers"]?.bool ?? false
        maximumPayload = value["max_payload"]?.integer ?? maximumPayload
        hasJetStream = value["jetstream"]?.bool ?? false
        clientID = value["client_id"]?.integer.flatMap { UInt64(exactly: $0) } ?? 0
        clientIP = value["client_ip"]?.string ?? ""
        requiresAuthentication = value["auth_required"]?.bool ?? false
        requiresTLS = value["tls_required"]?.bool ?? false
        offersTLS = value["tls_available"]?.bool ?? false
        nonce = value["nonce"]?.string
        connectURLs = value["connect_urls"]?.array?.compactMap(\.string) ?? []
        isLameDuck = value["ldm"]?.bool ?? false
        cluster = value["cluster"]?.string
    }

    /// The JSON text for INFO, in one line.
    package func json() -> [UInt8] {
        var object = JSONObject()
        object["server_id"] = .string(serverID)
        object["server_name"] = .string(serverName)
        object["version"] = .string(version)
        object["proto"] = .number(JSONNumber(proto))
        object["host"] = .string(host)
        object["port"] = .number(JSONNumber(port))
        object["headers"] = .bool(supportsHeaders)
        object["max_payload"] = .number(JSONNumber(maximumPayload))
        object["jetstream"] = .bool(hasJetStream)
        object["client_id"] = .number(JSONNumber(clientID))
        object["client_ip"] = .string(clientIP)
        if requiresAuthentication { object["auth_required"] = true }
        if requiresTLS { object["tls_required"] = true }
        if offersTLS { object["tls_available"] = true }
        if let nonce { object["nonce"] = .string(nonce) }
        if !connectURLs.isEmpty { object["connect_urls"] = .array(connectURLs.map { .string($0) }) }
        if isLameDuck { object["ldm"] = true }
        if let cluster { object["cluster"] = .string(cluster) }
        return JSONValue.object(object).bytes()
    }
}

extension JSONValue {
    /// A whole number that fits.
    fileprivate var integer: Int? { number?.int64.flatMap { Int(exactly: $0) } }
}
