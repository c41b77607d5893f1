extension JSONWriter {
    /// How a value is laid out.
    public enum Layout: Sendable, Hashable {
        /// Without white space.
        case compact
        /// A member or element a line, indented by two spaces a level.
        case pretty
    }

    /// Writes a value of any depth; uses no recursion.
    public mutating func write(_ value: JSONValue, layout: Layout = .compact) {
        var open: [OpenContainer] = []
        var next: JSONValue? = value
        while true {
            if let value = next {
                if let container = begin(value) { open.append(container) }
            } else if let container = open.popLast() {
                if layout == .pretty { breakLine(open.count) }
                append(container.isObject ? 0x7D : 0x5D)
            }
            guard let top = open.last else { return }
            next = top.position < top.count ? advance(&open, layout) : nil
        }
    }

    /// Writes a scalar or an empty container whole, and the opening bracket of another.
    private mutating func begin(_ value: JSONValue) -> OpenContainer? {
        switch value {
        case .null: writeNull()
        case .bool(let value): write(value)
        case .number(let value): write(value)
        case .string(let value): writeString(value)
        case .array(let elements):
            if elements.isEmpty {
                append("[]")
            } else {
                append(0x5B)
                return OpenContainer(elements: elements, members: JSONObject(), isObject: false)
            }
        case .object(let members):
            if members.isEmpty {
                append("{}")
            } else {
                append(0x7B)
                return OpenContainer(elements: [], members: members, isObject: true)
            }
        }
        return nil
    }

    /// Writes what stands before the next value of the innermost container, and returns that value.
    private mutating func advance(_ open: inout [OpenContainer], _ layout: Layout) -> JSONValue {
        let level = open.count - 1
        let position = open[level].position
        open[level].position += 1
        if position > 0 { append(0x2C) }
        if layout == .pretty { breakLine(open.count) }
        guard open[level].isObject else { return open[level].elements[position] }
        let member = open[level].members[position]
        writeString(member.name)
        append(0x3A)
        if layout == .pretty { append(0x20) }
        return member.value
    }

    private mutating func breakLine(_ level: Int) {
        append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
    }

    private struct OpenContainer {
        let elements: [JSONValue]
        let members: JSONObject
        let isObject: Bool
        var position = 0

        var count: Int { isObject ? members.count : elements.count }
    }
}

extension JSONValue {
    /// The JSON text as UTF-8.
    public func bytes(layout: JSONWriter.Layout = .compact) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(self, layout: layout)
        return writer.bytes
    }
}
