import SchemaGen

/// `kvgraph schema --check`: is a file still what the model gives?
package enum SchemaCheck {
    private static let sizeLimit = 64 << 20

    /// The lines in which a file differs from the schema; nil where it is the same, byte for byte.
    package static func difference(of path: String, from text: [UInt8]) throws(StartupError) -> String? {
        let found: [UInt8]
        do {
            found = try FileContents.read(path, limit: sizeLimit, expected: "the schema as it was printed before")
        } catch {
            throw StartupError(.configuration, error.description)
        }
        return LineDifference(from: found, to: text)?.description
    }
}
