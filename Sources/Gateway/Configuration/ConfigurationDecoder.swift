import Logging
import Yams

/// YAML text -> `Configuration`.
///
/// Works on the nodes of the parser, not on its decoder, since only nodes know their line and column. Pure: it opens no
/// file; paths in the text are resolved against `folder`.
struct ConfigurationDecoder {
    let file: String
    /// The folder of `file`, with a slash at its end; empty for the working directory.
    let folder: String

    init(file: String) {
        self.file = file
        folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    func decode(_ text: String) throws(ConfigurationError) -> Configuration {
        guard let root = try parse(text) else { return Configuration() }
        let reader = try SectionReader(root, path: "", file: file, known: ["server", "graphql", "nats", "apis", "log"])
        var configuration = Configuration()
        if let node = reader.node("server") { configuration.server = try server(node) }
        if let node = reader.node("graphql") { configuration.graphql = try graphql(node) }
        if let node = reader.node("nats") { configuration.nats = try nats(node) }
        if let node = reader.node("apis") { configuration.apis = try apis(node) }
        if let node = reader.node("log") { try log(node, &configuration) }
        return configuration
    }

    private func log(_ node: Node, _ configuration: inout Configuration) throws(ConfigurationError) {
        let reader = try SectionReader(node, path: "log", file: file, known: ["format", "level"])
        try reader.read("format", into: &configuration.logFormat)
        try reader.read("level", into: &configuration.logLevel)
    }

    private func parse(_ text: String) throws(ConfigurationError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            throw YAMLSyntax.error(error, file: file)
        }
    }

    private func server(_ node: Node) throws(ConfigurationError) -> ServerConfiguration {
        let reader = try SectionReader(
            node,
            path: "server",
            file: file,
            known: [
                "host", "port", "requestTimeout", "shutdownTimeout", "limits", "console", "introspection", "cors",
                "batching", "compression", "tls", "headerTimeout", "bodyTimeout", "idleTimeout", "subscriptions",
            ]
        )
        var server = ServerConfiguration()
        try reader.read("host", into: &server.host)
        try reader.read("port", into: &server.port, in: 0...65535)
        try reader.read("requestTimeout", into: &server.requestTimeout, in: .milliseconds(1) ... .seconds(3600))
        try reader.read("shutdownTimeout", into: &server.shutdownTimeout, in: .zero ... .seconds(3600))
        try reader.read("headerTimeout", into: &server.headerTimeout, in: .milliseconds(1) ... .seconds(3600))
        try reader.read("bodyTimeout", into: &server.bodyTimeout, in: .milliseconds(1) ... .seconds(3600))
        try reader.read("idleTimeout", into: &server.idleTimeout, in: .milliseconds(1) ... .seconds(86_400))
        if let subscriptions = reader.node("subscriptions") {
            let inner = try SectionReader(subscriptions, path: "server.subscriptions", file: file, known: ["overflow"])
            try inner.read("overflow", into: &server.subscriptionOverflow)
        }
        try reader.read("console", into: &server.console)
        try reader.read("introspection", into: &server.introspection)
        try reader.read("compression", into: &server.compression)
        if let tls = reader.node("tls") { server.tls = try TLSSectionDecoder(decoder: self).decode(tls) }
        if let limits = reader.node("limits") { server.limits = try serverLimits(limits) }
        if let batching = reader.node("batching") {
            let inner = try SectionReader(batching, path: "server.batching", file: file, known: ["max"])
            try inner.read("max", into: &server.batchLimit, in: 0...1000)
        }
        if let cors = reader.node("cors") {
            let inner = try SectionReader(cors, path: "server.cors", file: file, known: ["origins"])
            if let node = inner.node("origins") { server.corsOrigins = try origins(node, in: inner) }
        }
        return server
    }

    private func origins(_ node: Node, in reader: SectionReader) throws(ConfigurationError) -> [String] {
        guard case .sequence(let sequence) = node else {
            throw reader.error("origins", node, expected: "a list of origins such as https://app.example")
        }
        var origins: [String] = []
        for item in sequence {
            guard case .scalar(let scalar) = item, CrossOriginRule.isOrigin(scalar.string) else {
                throw reader.error("origins", item, expected: "\"*\" or an origin such as https://app.example:8443")
            }
            origins.append(scalar.string.lowercased())
        }
        return origins
    }

    private func serverLimits(_ node: Node) throws(ConfigurationError) -> ServerConfiguration.Limits {
        let reader = try SectionReader(
            node,
            path: "server.limits",
            file: file,
            known: ["body", "header", "connections", "inFlight", "streams", "socketOperations", "subscriptionBuffer"]
        )
        var limits = ServerConfiguration.Limits()
        try reader.readSize("body", into: &limits.body, in: 1...(1 << 30))
        try reader.readSize("header", into: &limits.header, in: 256...(1 << 20))
        try reader.read("connections", into: &limits.connections, in: 1...1_000_000)
        try reader.read("inFlight", into: &limits.inFlight, in: 1...1_000_000)
        try reader.read("streams", into: &limits.streams, in: 1...10_000)
        try reader.read("socketOperations", into: &limits.socketOperations, in: 1...1_000_000)
        try reader.read("subscriptionBuffer", into: &limits.subscriptionBuffer, in: 1...1_000_000)
        return limits
    }

    private func graphql(_ node: Node) throws(ConfigurationError) -> GraphQLConfiguration {
        let reader = try SectionReader(node, path: "graphql", file: file, known: ["limits", "operationCache"])
        var graphql = GraphQLConfiguration()
        try reader.read("operationCache", into: &graphql.operationCache, in: 0...1_000_000)
        guard let limits = reader.node("limits") else { return graphql }
        let inner = try SectionReader(
            limits,
            path: "graphql.limits",
            file: file,
            known: ["tokens", "depth", "aliases", "rootFields", "cost"]
        )
        try inner.read("tokens", into: &graphql.limits.tokens, in: 1...10_000_000)
        try inner.read("depth", into: &graphql.limits.depth, in: 1...500)
        try inner.read("aliases", into: &graphql.limits.aliases, in: 0...1_000_000)
        try inner.read("rootFields", into: &graphql.limits.rootFields, in: 1...1_000_000)
        try inner.read("cost", into: &graphql.limits.cost, in: 1...1_000_000_000)
        return graphql
    }

    private func nats(_ node: Node) throws(ConfigurationError) -> NATSSettings {
        let known = ["url", "port", "storeDir", "connections"]
        let reader = try SectionReader(node, path: "nats", file: file, known: known)
        var nats = NATSSettings()
        try reader.read("port", into: &nats.port, in: 0...65535)
        try reader.read("connections", into: &nats.connections, in: 0...1024)
        if let node = reader.node("storeDir") {
            var path = ""
            try reader.read("storeDir", into: &path)
            guard !path.isEmpty else { throw reader.error("storeDir", node, expected: "a folder") }
            nats.store = .folder(path)
        }
        if let node = reader.node("url") { nats.urls = try urls(node, in: reader) }
        return nats
    }

    private func urls(_ node: Node, in reader: SectionReader) throws(ConfigurationError) -> [Secret] {
        var items = [node]
        if case .sequence(let sequence) = node { items = Array(sequence) }
        var urls: [Secret] = []
        for item in items {
            // What was found is not repeated: a URL may hold a password.
            guard case .scalar(let scalar) = item, NATSURLList.isPlausible(scalar.string) else {
                throw ConfigurationError(
                    .file(SectionReader.position(of: item, in: file)),
                    key: reader.child("url"),
                    found: "something else",
                    expected: NATSURLList.expected
                )
            }
            urls.append(Secret(scalar.string))
        }
        return urls
    }

    private func apis(_ node: Node) throws(ConfigurationError) -> [APIConfiguration] {
        guard case .sequence(let sequence) = node else {
            throw ConfigurationError(
                .file(SectionReader.position(of: node, in: file)),
                key: "apis",
                found: SectionReader.describe(node),
                expected: "a list of APIs, each with a namespace and a model"
            )
        }
        var apis: [APIConfiguration] = []
        for (index, item) in sequence.enumerated() {
            let api = try APISectionDecoder(decoder: self, path: "apis[\(index)]").decode(item)
            if apis.contains(where: { $0.namespace == api.namespace }) {
                throw ConfigurationError(
                    .file(SectionReader.position(of: item, in: file)),
                    key: "apis[\(index)].namespace",
                    found: "\"\(api.namespace)\" a second time",
                    expected: "a namespace of its own for each API"
                )
            }
            apis.append(api)
        }
        return apis
    }

    /// A relative path of the file means one beside the file.
    func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + path }
}
