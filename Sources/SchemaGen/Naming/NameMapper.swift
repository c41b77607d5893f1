/// Hands out names that are legal and differ from each other: the first to ask for a name gets it, later ones get a
/// number behind it. The result depends on nothing but the order of the calls.
struct NameMapper {
    private var taken: Set<String> = []
    /// The next number to try for a name, so that a thousand equal names cost no more than a thousand lookups.
    private var nextNumber: [String: Int] = [:]

    /// Takes a name out of the game.
    mutating func reserve(_ name: String) {
        taken.insert(name)
    }

    /// The name itself where it is free, else the name with `_2`, `_3`, … behind it (`_2` for `_`, since two leading
    /// underscores are reserved).
    mutating func claim(_ name: String) -> String {
        if taken.insert(name).inserted { return name }
        var number = nextNumber[name] ?? 2
        let separator = name == "_" ? "" : "_"
        while true {
            let candidate = "\(name)\(separator)\(number)"
            number += 1
            if taken.insert(candidate).inserted {
                nextNumber[name] = number
                return candidate
            }
        }
    }

    /// Field names for the properties of one object, in the same order.
    ///
    /// A property whose name GraphQL allows keeps it; the others are replaced and numbered around those.
    static func fieldNames(for properties: [String]) -> [String] {
        var mapper = NameMapper()
        for property in properties where GraphQLName.isDefinable(property) { mapper.reserve(property) }
        return properties.map { property in
            GraphQLName.isDefinable(property) ? property : mapper.claim(GraphQLName.legalized(property))
        }
    }
}
