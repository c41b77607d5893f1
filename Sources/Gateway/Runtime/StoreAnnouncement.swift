import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What lies in a store folder for other commands: where its embedded server listens, and what was last served from it.
///
/// The folder's lock alone tells whether somebody has the store; while it is free, `url` is out of date.
struct StoreAnnouncement: Sendable, Equatable {
    private static let sizeLimit = 32 << 20

    /// `nats://127.0.0.1:43117`; absent where a command has the store that ends soon.
    var url: String?
    /// Joined before every bucket's name.
    var prefix: String?
    /// The APIs of the gateway that served the folder last; empty where none did.
    var apis: [APIConfiguration] = []

    private static func path(_ folder: String) -> String { "\(folder)/served.json" }

    /// The announcement in a folder; `nil` where there is none that can be read.
    static func read(folder: String) -> StoreAnnouncement? {
        guard let text = try? FileContents.read(path(folder), limit: sizeLimit, expected: "an announcement"),
            let value = try? JSONValue(parsing: text)
        else { return nil }
        let apis = (value["apis"]?.array ?? []).compactMap { APIConfiguration(announced: $0) }
        return StoreAnnouncement(url: value["url"]?.string, prefix: value["prefix"]?.string, apis: apis)
    }

    func write(folder: String) throws(StartupError) {
        var object: JSONObject = ["apis": .array(apis.map(\.announced))]
        if let url { object["url"] = .string(url) }
        if let prefix { object["prefix"] = .string(prefix) }
        try FileReplacement.write(JSONValue.object(object).bytes(), to: Self.path(folder))
    }
}

extension APIConfiguration {
    fileprivate var announced: JSONValue {
        var object: JSONObject = [
            "namespace": .string(namespace), "history": .number(JSONNumber(history)),
            "replicas": .number(JSONNumber(replicas)), "storage": .string(storage.rawValue),
            "ttl": .number(JSONNumber(Self.milliseconds(ttl))), "maxBytes": .number(JSONNumber(maxBytes)),
            "maxValueSize": .number(JSONNumber(maxValueSize)), "compat": .string(compatibility.rawValue),
            "integers": .string(integers.rawValue),
        ]
        if let bucket { object["bucket"] = .string(bucket) }
        switch model {
        case .file(let path): object["model"] = .string(Self.absolute(path))
        case .inline(let json, let position):
            object["inlineModel"] = .string(String(decoding: json, as: UTF8.self))
            object["position"] = [
                .string(Self.absolute(position.file)), .number(JSONNumber(position.line)),
                .number(JSONNumber(position.column)),
            ]
        }
        return .object(object)
    }

    fileprivate init?(announced value: JSONValue) {
        guard let namespace = value["namespace"]?.string, NamespaceName.isLegal(namespace) else { return nil }
        self.init()
        self.namespace = namespace
        bucket = value["bucket"]?.string
        func number(_ name: String) -> Int? { value[name]?.number?.int64.flatMap { Int(exactly: $0) } }
        history = number("history") ?? history
        replicas = number("replicas") ?? replicas
        ttl = .milliseconds(number("ttl") ?? 0)
        maxBytes = number("maxBytes") ?? 0
        maxValueSize = number("maxValueSize") ?? 0
        storage = value["storage"]?.string.flatMap { Storage(rawValue: $0) } ?? storage
        compatibility = value["compat"]?.string.flatMap { Compatibility(rawValue: $0) } ?? compatibility
        integers = value["integers"]?.string.flatMap { Integers(rawValue: $0) } ?? integers
        if let path = value["model"]?.string {
            model = .file(path)
        } else if let json = value["inlineModel"]?.string {
            let place = value["position"]
            func part(_ index: Int) -> Int { place?[index]?.number?.int64.flatMap { Int(exactly: $0) } ?? 1 }
            let file = place?[0]?.string ?? ""
            model = .inline(
                json: Array(json.utf8),
                position: ConfigurationPosition(file: file, line: part(1), column: part(2))
            )
        } else {
            return nil
        }
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? .max : product + attoseconds / 1_000_000_000_000_000
    }

    /// A command may be started in another folder than the gateway.
    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }
}
