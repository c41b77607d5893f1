import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Three nats-servers on loopback that form a cluster.
struct TestCluster {
    let nodes: [NATSServerProcess]

    var urls: String { nodes.map(\.url).joined(separator: ",") }

    /// - Parameter executable: 2.10 or newer; 2.9.10 lets several conditional writes win in a replicated stream.
    static func start(executable: String) async throws -> TestCluster {
        let ports = (0..<3).map { _ in freePort() }
        let routes = ports.map { "nats://127.0.0.1:\($0)" }.joined(separator: ",")
        var nodes: [NATSServerProcess] = []
        do {
            for (index, port) in ports.enumerated() {
                let arguments = [
                    "--name", "node\(index)", "--cluster_name", "test", "--cluster", "nats://127.0.0.1:\(port)",
                    "--routes", routes,
                ]
                nodes.append(try await NATSServerProcess.start(executable: executable, arguments: arguments))
            }
        } catch {
            for node in nodes { node.remove() }
            throw error
        }
        return TestCluster(nodes: nodes)
    }

    func remove() {
        for node in nodes { node.remove() }
    }

    /// A port that is free now. The servers of a cluster must know each other's ports before they start.
    private static func freePort() -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(handle, $0, length)
                _ = getsockname(handle, $0, &length)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
