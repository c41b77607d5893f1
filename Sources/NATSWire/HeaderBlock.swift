/// Builds a header block for HPUB or HMSG.
package struct HeaderBlock: Sendable, Hashable {
    private var fields: [UInt8] = []

    /// A block with only the status line, `NATS/1.0`, and where given a status and a description.
    package init(status: Int? = nil, description: String? = nil) {
        fields.reserveCapacity(96)
        fields.append(contentsOf: "NATS/1.0".utf8)
        if let status {
            fields.append(0x20)
            fields.append(contentsOf: String(status).utf8)
            if let description, Self.isValue(description) {
                fields.append(0x20)
                fields.append(contentsOf: description.utf8)
            }
        }
        fields.append(contentsOf: [0x0D, 0x0A])
    }

    /// Adds a field with a name that is known to be valid and a value without line ends.
    package mutating func add(_ name: StaticString, _ value: some WireBytes) {
        name.withUTF8Buffer { fields.append(contentsOf: $0) }
        fields.append(contentsOf: [0x3A, 0x20])
        value.withWireBytes { fields.append(contentsOf: $0) }
        fields.append(contentsOf: [0x0D, 0x0A])
    }

    /// Adds a field, or says `false` and adds nothing if the name or the value cannot stand in a block.
    package mutating func add(checking name: String, _ value: String) -> Bool {
        guard Self.isName(name), Self.isValue(value) else { return false }
        fields.append(contentsOf: name.utf8)
        fields.append(contentsOf: [0x3A, 0x20])
        fields.append(contentsOf: value.utf8)
        fields.append(contentsOf: [0x0D, 0x0A])
        return true
    }

    /// The whole block, with the empty line that closes it.
    package consuming func finish() -> [UInt8] {
        fields.append(0x0D)
        fields.append(0x0A)
        return fields
    }

    /// Printable ASCII without colon and space (ADR-4).
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }
    }

    private static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 != 0x0D && $0 != 0x0A }
    }
}
