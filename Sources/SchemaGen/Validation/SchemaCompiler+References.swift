import JSON

extension SchemaCompiler {
    /// The node that a `$ref` or `$dynamicRef` means.
    mutating func resolve(_ text: String, in resource: Int, at pointer: String) throws(SchemaGenError) -> NodeID {
        let uri = URIReference(text)
        let target = try self.resource(of: uri, text, in: resource, at: pointer)
        let root = places.resources[target].pointer
        guard let fragment = uri.fragment, !fragment.isEmpty else { return try place(at: root, text, pointer) }
        guard fragment.utf8.first == 0x2F else {
            let name = fragment.percentDecoded ?? fragment
            guard let found = places.anchors[ExactText("\(target)#\(name)")] else { throw dangling(text, pointer) }
            return try place(at: found, text, pointer)
        }
        if let exact = fragment.percentDecoded, let relative = try? JSONPointer(exact) {
            let found = root + relative.description
            if value(at: found) != nil { return try place(at: found, text, pointer) }
        }
        guard let found = LenientPointer.target(fragment, below: root, in: document) else {
            throw dangling(text, pointer)
        }
        return try place(at: found, text, pointer)
    }

    /// The name of the dynamic anchor that a `$dynamicRef` looks for, if its initial target bears one.
    mutating func dynamicAnchor(_ text: String, target: NodeID) -> Int? {
        guard let name = URIReference(text).fragment?.percentDecoded, name.utf8.first != 0x2F else { return nil }
        let place = places.places[Int(target)]
        guard place.value["$dynamicAnchor"]?.string.map(ExactText.init) == ExactText(name) else { return nil }
        if let known = anchorNumbers[ExactText(name)] { return known }
        anchorNumbers[ExactText(name)] = anchorNumbers.count
        return anchorNumbers.count - 1
    }

    private func resource(
        of uri: URIReference,
        _ text: String,
        in resource: Int,
        at pointer: String
    ) throws(SchemaGenError) -> Int {
        if uri.withoutFragment.isEmpty { return resource }
        let absolute = places.resources[resource].uri.resolving(uri).withoutFragment
        if let found = places.resourceOfURI[ExactText(absolute)] { return found }
        throw SchemaGenError(
            .remoteReference,
            pointer: pointer,
            found: "the remote reference \"\(text)\"",
            expected: "a reference within this document; nothing is ever fetched"
        )
    }

    private mutating func place(at target: String, _ text: String, _ pointer: String) throws(SchemaGenError) -> NodeID {
        guard let value = value(at: target) else { throw dangling(text, pointer) }
        return try places.place(at: target, value)
    }

    private func value(at pointer: String) -> JSONValue? {
        guard let path = try? JSONPointer(pointer) else { return nil }
        return document[path]
    }

    private func dangling(_ text: String, _ pointer: String) -> SchemaGenError {
        SchemaGenError(
            .danglingReference,
            pointer: pointer,
            found: "\"\(text)\", which points to nothing",
            expected: "a reference to a schema in this document, such as \"#/$defs/Name\""
        )
    }
}
