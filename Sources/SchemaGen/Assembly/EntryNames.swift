/// The names of the types that every API has, whatever its model.
struct EntryNames {
    let namespace: String

    var entry: String { qualified("KeyValueEntry") }
    var operation: String { qualified("Operation") }
    var connection: String { qualified("EntryConnection") }
    var edge: String { qualified("EntryEdge") }
    var bucketStatus: String { qualified("BucketStatus") }
    var storage: String { qualified("Storage") }
    var compression: String { qualified("Compression") }
    /// One for all APIs, named as Relay's specification wants it.
    static let pageInfo = "PageInfo"

    private func qualified(_ name: String) -> String { TypeNames.qualified(name, namespace) }
}
