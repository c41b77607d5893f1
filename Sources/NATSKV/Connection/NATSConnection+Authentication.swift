import NATSWire
import NIOCore

extension NATSConnection {
    /// Writes CONNECT, the subscription to the answers of all requests, and PING. A server that does not permit this
    /// subscription says so before its PONG.
    func authenticate(_ address: ServerAddress, _ info: ServerInfo) {
        var options = ConnectOptions()
        options.isVerbose = false
        options.name = configuration.name
        options.language = "swift"
        options.version = "0.1.0"
        options.proto = 1
        options.echoes = true
        options.supportsHeaders = true
        options.wantsNoResponders = true
        options.requiresTLS = info.requiresTLS
        do {
            try addCredentials(to: &options, address, nonce: info.nonce)
        } catch {
            failed(error, attempt: attempt)
            return
        }
        FrameEncoder.connect(options.json(), to: &outbox.bytes)
        FrameEncoder.subscribe(inbox + "*", identifier: Self.inboxIdentifier, to: &outbox.bytes)
        FrameEncoder.ping(to: &outbox.bytes)
        touched()
    }

    private func addCredentials(
        to options: inout ConnectOptions,
        _ address: ServerAddress,
        nonce: String?
    ) throws(NATSError) {
        switch configuration.credentials?.kind {
        case .token(let token): options.token = token
        case .user(let user, let password): (options.user, options.password) = (user, password)
        case .seed(let seed):
            options.nkey = seed.publicKey
            options.signature = try sign(nonce, with: seed)
        case .jwt(let jwt, let seed):
            options.jwt = jwt
            options.signature = try sign(nonce, with: seed)
        case nil:
            if address.password != nil {
                (options.user, options.password) = (address.user, address.password)
            } else {
                options.token = address.user
            }
        }
    }

    private func sign(_ nonce: String?, with seed: NKeySeed) throws(NATSError) -> String {
        guard let nonce else {
            throw NATSError(.authorization, "the server does not ask for a signature, but the credentials are a key")
        }
        guard let signature = seed.sign(nonce) else { throw NATSError(.authorization, "the nonce cannot be signed") }
        return signature
    }
}
