/// What a client says of itself in CONNECT.
package struct ConnectOptions: Sendable, Hashable {
    package var isVerbose = true
    package var isPedantic = false
    package var requiresTLS = false
    package var name: String?
    package var language = ""
    package var version = ""
    package var proto = 0
    /// Whether the client gets its own messages back where it subscribes to them.
    package var echoes = true
    package var supportsHeaders = false
    package var wantsNoResponders = false
    package var user: String?
    package var password: String?
    package var token: String?
    package var jwt: String?
    package var nkey: String?
    package var signature: String?

    package init() {}
}
