import JSON

/// What `extensions.persistedQuery` of a request says.
struct PersistedQueryReference: Equatable {
    /// The SHA-256 of the operation's text: 64 hexadecimal digits in small letters.
    var hash: String

    /// `nil` where the request names none.
    /// - Parameter extensions: The JSON text of an object.
    /// - Throws: a 400 for another version of the protocol and for what is no hash.
    init?(extensions: Span<UInt8>) throws(HTTPFailure) {
        guard let value = try? JSONValue(parsing: extensions), let reference = value["persistedQuery"],
            !reference.isNull
        else { return nil }
        guard reference["version"]?.number?.int64 == 1 else {
            throw .badRequest("Only version 1 of automatic persisted queries is spoken here.")
        }
        guard let hash = reference["sha256Hash"]?.string?.lowercased(), hash.utf8.count == 64,
            hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw .badRequest("The sha256Hash of the persisted query is not 64 hexadecimal digits.") }
        self.hash = hash
    }
}
