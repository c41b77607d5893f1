import JSON

extension ModelDecoder {
    /// Resolves every reference; a place that is found only by a reference is read, and may bring further references.
    mutating func resolveReferences() throws(SchemaGenError) {
        while let reference = references.popLast() {
            let pointer = try target(of: reference)
            if idOfPointer[ExactText(pointer)] == nil {
                guard let value = value(at: pointer) else {
                    throw dangling(reference)
                }
                _ = try add(value, at: pointer, base: reference.base)
                try drain()
            }
            schemas[reference.from.index].reference = idOfPointer[ExactText(pointer)]
        }
    }

    private func value(at pointer: String) -> JSONValue? {
        guard let path = try? JSONPointer(pointer) else { return nil }
        return document[path]
    }

    private func dangling(_ reference: PendingReference) -> SchemaGenError {
        failure(
            .danglingReference,
            place(of: reference),
            found: "\"\(reference.text)\", which points to nothing",
            expected: "a reference to a schema in this document, such as \"#/$defs/Name\""
        )
    }

    private func place(of reference: PendingReference) -> String {
        schemas[reference.from.index].pointer + "/$ref"
    }

    /// The pointer that a reference means, and a note for the validator where it is written wrongly.
    private mutating func target(of reference: PendingReference) throws(SchemaGenError) -> String {
        let uri = URIReference(reference.text)
        let resource = try resourceRoot(of: uri, for: reference)
        guard let fragment = uri.fragment, !fragment.isEmpty else { return resource.pointer }
        guard fragment.utf8.first == 0x2F else {
            let name = fragment.percentDecoded ?? fragment
            guard let pointer = anchors[resource.uri + "#" + name] else { throw dangling(reference) }
            return pointer
        }
        if let exact = fragment.percentDecoded, let relative = try? JSONPointer(exact) {
            let pointer = resource.pointer + relative.description
            if value(at: pointer) != nil { return pointer }
        }
        let decoded = fragment.percentDecoded ?? fragment
        guard
            let found = LenientPointer.target(fragment, below: resource.pointer, in: document)
                ?? LenientPointer.target(decoded, below: resource.pointer, in: document)
        else { throw dangling(reference) }
        edits.references[schemas[reference.from.index].pointer] = found
        return found
    }

    private func resourceRoot(
        of uri: URIReference,
        for reference: PendingReference
    ) throws(SchemaGenError) -> (uri: String, pointer: String) {
        let text = uri.withoutFragment
        let absolute = text.isEmpty ? reference.base.withoutFragment : reference.base.resolving(uri).withoutFragment
        if let pointer = resources[absolute] { return (absolute, pointer) }
        throw failure(
            .remoteReference,
            place(of: reference),
            found: "the remote reference \"\(reference.text)\"",
            expected: "a reference within this document; nothing is ever fetched"
        )
    }
}
