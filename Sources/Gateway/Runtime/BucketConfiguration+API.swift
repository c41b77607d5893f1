import NATSKV

extension BucketConfiguration {
    /// The bucket that an API was configured to have.
    init(of api: APIConfiguration, prefix: String?) throws(StartupError) {
        let text = BucketNaming.name(namespace: api.namespace, bucket: api.bucket, prefix: prefix) ?? ""
        let name: BucketName
        do {
            name = try BucketName(text)
        } catch {
            throw StartupError(.configuration, "the bucket of namespace \(api.namespace): \(error.message)")
        }
        self.init(name: name)
        history = api.history
        replicas = api.replicas
        storage = api.storage == .memory ? .memory : .file
        timeToLive = api.ttl
        maximumBytes = api.maxBytes > 0 ? api.maxBytes : nil
        maximumValueSize = api.maxValueSize > 0 ? api.maxValueSize : nil
    }
}
