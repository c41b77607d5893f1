import JSON

/// A property whose value tells the members of a union apart: required in each, with listed values that no other
/// member has.
struct Discriminator {
    let property: String
    /// The values of each member, in the order of the members.
    let values: [[JSONValue]]

    init?(_ members: [SchemaFacts], in model: Model) {
        guard let first = members.first, members.count > 1 else { return nil }
        for candidate in first.properties {
            var values: [[JSONValue]] = []
            for member in members {
                guard let own = Self.values(of: candidate.name, in: member, model) else { break }
                values.append(own)
            }
            let all = values.joined()
            guard values.count == members.count, Set(all).count == all.count else { continue }
            self.property = candidate.name
            self.values = values
            return
        }
        return nil
    }

    private static func values(of property: String, in member: SchemaFacts, _ model: Model) -> [JSONValue]? {
        guard member.required.contains(ExactText(property)),
            let own = member.properties.first(where: { ExactText($0.name) == ExactText(property) }),
            let values = model.facts(of: own.site).values, !values.isEmpty,
            values.allSatisfy({ $0.array == nil && $0.object == nil })
        else { return nil }
        return values
    }

    /// A word for a member's type name: its value where that is one text.
    func word(of member: Int) -> String? {
        guard values.indices.contains(member), values[member].count == 1, let text = values[member].first?.string,
            text.utf8.contains(where: { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
        else { return nil }
        return GraphQLName.legalized(text)
    }
}
