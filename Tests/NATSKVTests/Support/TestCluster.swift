import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Three nats-servers on loopback that form a cluster. Each reaches each other one over a link that can be cut.
struct TestCluster {
    let nodes: [NATSServerProcess]
    /// By the number of the node that connects and of the one that is connected to.
    private let links: [[CuttableLink?]]

    var urls: String { nodes.map(\.url).joined(separator: ",") }

    /// - Parameter executable: 2.10 or newer; 2.9.10 lets several conditional writes win in a replicated stream.
    static func start(executable: String) async throws -> TestCluster {
        let ports = (0..<3).map { _ in freePort() }
        var links: [[CuttableLink?]] = []
        for from in ports.indices {
            var row: [CuttableLink?] = []
            for to in ports.indices { row.append(from == to ? nil : try await CuttableLink.start(to: ports[to])) }
            links.append(row)
        }
        var nodes: [NATSServerProcess] = []
        do {
            for (index, port) in ports.enumerated() {
                let routes = links[index].compactMap { $0 }.map { "nats://127.0.0.1:\($0.port)" }
                // What the others are told is of no use to them: they are to keep to the links.
                let arguments = [
                    "--name", "node\(index)", "--cluster_name", "test", "--cluster", "nats://127.0.0.1:\(port)",
                    "--cluster_advertise", "127.0.0.1:9", "--routes", routes.joined(separator: ","),
                ]
                nodes.append(try await NATSServerProcess.start(executable: executable, arguments: arguments))
            }
        } catch {
            TestCluster(nodes: nodes, links: links).remove()
            throw error
        }
        return TestCluster(nodes: nodes, links: links)
    }

    func remove() {
        for node in nodes { node.remove() }
        for link in links.joined() { link?.stop() }
    }

    /// Cuts a node off from the other two; clients still reach it.
    func cutOff(_ node: Int) async {
        for link in links(of: node) { await link.cut() }
    }

    /// Mends all links of a node.
    func mend(_ node: Int) async {
        for link in links(of: node) { await link.mend() }
    }

    private func links(of node: Int) -> [CuttableLink] {
        (links[node] + links.map { $0[node] }).compactMap { $0 }
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
