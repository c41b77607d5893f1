/// One entry of `apis`: a namespace of the schema, the model of its values and the bucket that holds them.
package struct APIConfiguration: Sendable, Equatable {
    package var namespace = "kv"
    package var model = ModelSource.file("")
    /// Revisions kept of each key, 1...64.
    package var history = 1
    /// The bucket's own name before the prefix; the namespace where absent.
    package var bucket: String?
    package var replicas = 1
    package var storage = Storage.file
    /// The age at which a revision goes; zero keeps it.
    package var ttl = Duration.zero
    /// Bytes of the whole bucket; zero for no limit.
    package var maxBytes = 0
    /// Bytes of one value; zero for no limit but the server's.
    package var maxValueSize = 0
    package var compatibility = Compatibility.none
    package var integers = Integers.long

    package init() {}

    package enum ModelSource: Sendable, Equatable {
        /// A path, already resolved against the folder of the file that named it.
        case file(String)
        /// JSON text made from the YAML of the configuration, and where it stands there.
        case inline(json: [UInt8], position: ConfigurationPosition)
    }

    package enum Storage: String, Sendable, CaseIterable { case file, memory }
    package enum Compatibility: String, Sendable, CaseIterable { case none, wundergraph }
    package enum Integers: String, Sendable, CaseIterable { case long, int }
}
