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

    /// Before CONNECT.
    init() {}

    /// From the JSON text of CONNECT; `nil` where it is no JSON object or a field has another type.
    init?(_ text: ByteBuffer) {
        do {
            let fields = try RequestFields(text)
            isVerbose = fields.has("verbose") ? try fields.flag("verbose") : true
            isPedantic = try fields.flag("pedantic")
            echoes = fields.has("echo") ? try fields.flag("echo") : true
            takesHeaders = try fields.flag("headers")
            takesNoResponders = try fields.flag("no_responders")
            user = try fields.string("user")
            password = try fields.string("pass")
            token = try fields.string("auth_token")
            name = try fields.string("name")
        } catch {
            return nil
        }
    }
}
