import Yams

/// Reads one entry of `apis`.
struct APISectionDecoder {
    let decoder: ConfigurationDecoder
    let path: String

    private static let keys = [
        "namespace", "model", "history", "bucket", "replicas", "storage", "ttl", "maxBytes", "maxValueSize", "compat",
        "integers",
    ]

    func decode(_ node: Node) throws(ConfigurationError) -> APIConfiguration {
        let reader = try SectionReader(node, path: path, file: decoder.file, known: Self.keys)
        var api = APIConfiguration()
        try reader.read("namespace", into: &api.namespace)
        if let node = reader.node("bucket") {
            var bucket = ""
            try reader.read("bucket", into: &bucket)
            guard BucketNaming.isLegal(bucket) else {
                throw reader.error("bucket", node, expected: BucketNaming.expected)
            }
            api.bucket = bucket
        }
        api.model = try model(reader)
        try reader.read("history", into: &api.history, in: 1...64)
        try reader.read("replicas", into: &api.replicas, in: 1...5)
        try reader.read("storage", into: &api.storage)
        try timeToLive(reader, into: &api.ttl)
        try reader.readSize("maxBytes", into: &api.maxBytes, in: 0...Int.max)
        try reader.readSize("maxValueSize", into: &api.maxValueSize, in: 0...Int(Int32.max))
        try reader.read("compat", into: &api.compatibility)
        try reader.read("integers", into: &api.integers)
        try checkNamespace(of: api, reader)
        return api
    }

    /// WunderGraph knew APIs without namespace; there is no bucket to name after one, so it must be given.
    private func checkNamespace(of api: APIConfiguration, _ reader: SectionReader) throws(ConfigurationError) {
        guard !NamespaceName.isLegal(api.namespace), let node = reader.node("namespace") else { return }
        if api.namespace.isEmpty, api.compatibility == .wundergraph {
            guard api.bucket == nil else { return }
            throw reader.error("namespace", node, expected: "a bucket beside an empty namespace")
        }
        throw reader.error("namespace", node, expected: NamespaceName.expected)
    }

    /// JetStream takes no age below 100 ms.
    private func timeToLive(_ reader: SectionReader, into target: inout Duration) throws(ConfigurationError) {
        try reader.read("ttl", into: &target, in: .zero ... .seconds(100 * 365 * 86_400))
        if let node = reader.node("ttl"), target != .zero, target < .milliseconds(100) {
            throw reader.error("ttl", node, expected: "0s for none, or at least 100ms")
        }
    }

    private func model(_ reader: SectionReader) throws(ConfigurationError) -> APIConfiguration.ModelSource {
        guard let node = reader.node("model") else {
            throw ConfigurationError(
                .file(reader.position),
                key: reader.child("model"),
                found: "no such key",
                expected: "the path of a JSON Schema file, or the schema itself"
            )
        }
        switch node {
        case .scalar(let scalar) where !scalar.string.isEmpty:
            return .file(decoder.resolve(scalar.string))
        case .mapping:
            let json = try InlineModel.json(node, key: reader.child("model"), file: decoder.file)
            return .inline(json: json, position: SectionReader.position(of: node, in: decoder.file))
        case .scalar, .sequence, .alias:
            throw reader.error("model", node, expected: "the path of a JSON Schema file, or the schema itself")
        }
    }
}
