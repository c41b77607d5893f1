/// An answer that is the same for every request.
struct StaticPage: Sendable {
    var type: ContentType
    var body: [UInt8]
    var fields = ""
    /// The body compressed once, for what is asked for often; `nil` where each answer is compressed on its way.
    var gzip: [UInt8]?
}
