import NIOCore

/// A message on its way to subscribers.
struct Publication {
    /// What subscriptions are matched against.
    var route: ExactString
    /// What receivers see; differs from `route` where a consumer delivers a stored message.
    var subject: ExactString
    var reply: ExactString?
    /// The whole header block.
    var headers: ByteBuffer?
    var payload: ByteBuffer
    /// How many rules of the server made this message from another one; bounds loops between streams.
    var hops = 0

    init(
        _ subject: ExactString,
        as shown: ExactString? = nil,
        reply: ExactString? = nil,
        headers: ByteBuffer? = nil,
        payload: ByteBuffer = ByteBuffer()
    ) {
        route = subject
        self.subject = shown ?? subject
        self.reply = reply
        self.headers = headers
        self.payload = payload
    }
}
