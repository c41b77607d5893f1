import JSON

/// What the server says about itself in INFO.
struct ServerIdentity: Sendable {
    /// The version whose behaviour is implemented.
    static let version = "2.11.0"

    let identifier: String
    let host: String
    let maxPayload: Int
    let requiresAuthentication: Bool

    /// The JSON text of INFO for one client.
    func info(client: Int, address: String, port: Int) -> String {
        var object: JSONObject = [
            "server_id": .string(identifier), "server_name": .string(identifier), "version": .string(Self.version),
            "proto": 1, "go": "", "host": .string(host), "port": .integer(port), "headers": true,
        ]
        object.addIfTrue("auth_required", requiresAuthentication)
        object.add("max_payload", maxPayload)
        object.add("jetstream", true)
        object.add("client_id", client)
        object.addIfSet("client_ip", address)
        return object.text
    }
}
