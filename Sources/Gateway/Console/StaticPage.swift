/// An answer that is the same for every request.
struct StaticPage: Sendable {
    var type: ContentType
    var body: [UInt8]
    var fields = ""
}
