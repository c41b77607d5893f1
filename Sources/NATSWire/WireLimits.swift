/// Bounds that a frame parser enforces before it waits for more bytes. All are in bytes.
package struct WireLimits: Sendable, Hashable {
    /// The longest line of any operation but INFO, without its line end.
    package var controlLine: Int
    /// The longest INFO line.
    package var info: Int
    /// The largest message: header block and payload together.
    package var payload: Int
    /// The largest header block.
    package var headers: Int

    package init(controlLine: Int = 4096, info: Int = 256 * 1024, payload: Int = 1024 * 1024, headers: Int? = nil) {
        self.controlLine = controlLine
        self.info = info
        self.payload = payload
        self.headers = headers ?? payload
    }

    /// For a client: generous, because a server adds its own headers and subscription ids to what publishers sent.
    package static var client: WireLimits {
        WireLimits(controlLine: 64 * 1024, info: 1024 * 1024, payload: 65 * 1024 * 1024)
    }
}
