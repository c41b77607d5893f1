import NIOCore

/// What a client said in CONNECT.
struct ClientOptions: Sendable, Equatable {
    var isVerbose = true
    var isPedantic = true
    /// Whether the client gets its own messages.
    var echoes = true
    var takesHeaders = false
    var takesNoResponders = false
    var user: String?
    var password: String?
    var token: String?
    var name: String?
    /// What the client calls `protocol`: 0 or 1.
    var protocolLevel: Int64 = 0

    /// Before CONNECT.
    init() {}

    /// From the JSON text of CONNECT. What it leaves out stays as it was. `nil` where it is no JSON object or a field has another type.
    init?(_ text: ByteBuffer, over previous: ClientOptions) {
        self = previous
        do {
            let fields = try RequestFields(text)
            isVerbose = try fields.flag("verbose", default: isVerbose)
            isPedantic = try fields.flag("pedantic", default: isPedantic)
            echoes = try fields.flag("echo", default: echoes)
            takesHeaders = try fields.flag("headers", default: takesHeaders)
            takesNoResponders = try fields.flag("no_responders", default: takesNoResponders)
            user = try fields.string("user") ?? user
            password = try fields.string("pass") ?? password
            token = try fields.string("auth_token") ?? token
            name = try fields.string("name") ?? name
            protocolLevel = try fields.integer("protocol") ?? protocolLevel
            for other in ["lang", "version", "jwt", "nkey", "sig"] { _ = try fields.string(other) }
            _ = try fields.flag("tls_required")
        } catch {
            return nil
        }
    }
}
