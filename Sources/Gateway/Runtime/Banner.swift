/// What `kvgraph serve` prints once it serves.
struct Banner {
    var url: String
    var hasConsole: Bool
    /// The embedded server's; `nil` where another is used.
    var embeddedURL: String?
    /// Namespace and bucket of each API.
    var buckets: [(namespace: String, bucket: String)]
    /// A root field without arguments, to try.
    var field: String

    var text: String {
        var lines = ["GraphQL  \(url)/graphql"]
        if hasConsole { lines.append("Console  \(url)/") }
        if let embeddedURL { lines.append("NATS     \(embeddedURL) (embedded)") }
        for (namespace, bucket) in buckets {
            lines.append(namespace == bucket ? "Bucket   \(bucket)" : "Bucket   \(bucket) (namespace \(namespace))")
        }
        lines.append(
            "Try      curl \(url)/graphql -H 'content-type: application/json' -d '{\"query\":\"{ \(field) }\"}'"
        )
        return lines.joined(separator: "\n") + "\n"
    }

    /// The address that a client on this machine uses.
    static func url(host: String, port: Int, isSecure: Bool = false) -> String {
        let scheme = isSecure ? "https" : "http"
        return switch host {
        case "0.0.0.0", "": "\(scheme)://127.0.0.1:\(port)"
        case "::": "\(scheme)://[::1]:\(port)"
        default: host.contains(":") ? "\(scheme)://[\(host)]:\(port)" : "\(scheme)://\(host):\(port)"
        }
    }
}
