import JSON

/// The places that zod-to-json-schema means by pointers that are not written as RFC 6901 says: `#/` for the root, and
/// property names with `/`, `~` or `%` left as they are.
enum LenientPointer {
    /// The place in `document` that a reference's fragment means.
    ///
    /// - Parameter resource: The pointer of the schema resource that the fragment is relative to.
    static func target(_ fragment: String, below resource: String, in document: JSONValue) -> String? {
        if fragment == "/" { return resource }
        guard let path = try? JSONPointer(resource), let root = document[path] else { return nil }
        let parts = fragment.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 256 else { return nil }
        var budget = 10_000
        guard let tokens = matching(parts[...], in: root, &budget) else { return nil }
        return resource + JSONPointer(tokens: tokens).description
    }

    /// The member names along which all parts can be consumed, one or several parts a name.
    private static func matching(_ parts: ArraySlice<String>, in value: JSONValue, _ budget: inout Int) -> [String]? {
        guard let first = parts.first else { return [] }
        budget -= 1
        guard budget > 0 else { return nil }
        if case .array(let items) = value {
            guard let index = Int(first), items.indices.contains(index) else { return nil }
            return matching(parts.dropFirst(), in: items[index], &budget).map { [first] + $0 }
        }
        guard case .object(let members) = value else { return nil }
        var name = ""
        for end in parts.indices {
            name += end == parts.startIndex ? parts[end] : "/" + parts[end]
            guard let member = members[name] else { continue }
            if let rest = matching(parts[(end + 1)...], in: member, &budget) { return [name] + rest }
        }
        return nil
    }
}
