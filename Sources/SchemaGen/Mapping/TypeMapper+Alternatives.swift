import JSON

extension TypeMapper {
    /// The type of a site with `anyOf` or `oneOf` that shapes it; nil where there is none, or it only restricts.
    mutating func alternative(
        of site: Site,
        _ facts: SchemaFacts,
        at place: Place
    ) throws(SchemaGenError) -> MappedType? {
        let shaping = facts.alternatives.filter { $0.members.contains(where: isShaping) }
        guard let first = shaping.first else { return nil }
        guard place.choices < Self.maximumChoices else {
            warn(site, "alternatives nested so deeply are JSON in the schema; they are checked on write")
            return .json
        }
        var place = place
        place.choices += 1
        guard shaping.count == 1 else {
            warn(site, "several anyOf or oneOf together are JSON in the schema; they are checked on write")
            return MappedType(.scalar(.json), isNullable: facts.types.contains(.null))
        }
        var isNullable = false
        var members: [Site] = []
        for member in flattened(first.members) {
            let memberSite = saysNothingElse(site) ? model.canonical(Site(member)) : site.choosing(Site(member))
            let memberFacts = model.facts(of: memberSite)
            if memberFacts.isImpossible || memberFacts.types.isEmpty { continue }
            if memberFacts.types == .null {
                isNullable = true
                continue
            }
            if !members.contains(memberSite) { members.append(memberSite) }
        }
        if members.isEmpty {
            guard isNullable else {
                throw contradiction(
                    site,
                    found: "alternatives that no value fits",
                    expected: "at least one that a value fits"
                )
            }
            return .json
        }
        var result =
            try members.count == 1
            ? type(of: members[0], at: placeOfOnly(first.members, members[0], place)) : union(members, site, at: place)
        if isNullable { result.isNullable = true }
        return result
    }

    /// A member that is reached by reference brings its own name.
    private func placeOfOnly(_ members: [SchemaID], _ site: Site, _ place: Place) -> Place {
        guard let target = site.elements.last?.schema, !members.contains(target),
            let named = self.place(ofTarget: target)
        else { return place }
        var result = place
        result.stem = named.stem
        return result
    }

    /// The members, with members that are nothing but alternatives themselves replaced by theirs.
    private func flattened(_ members: [SchemaID]) -> [SchemaID] {
        var result: [SchemaID] = []
        var seen: Set<SchemaID> = []
        var pending = Array(members.reversed())
        while let id = pending.popLast() {
            guard seen.insert(id).inserted else { continue }
            let target = model.canonical(Site(id))
            guard let element = target.elements.first, saysNothingElse(target) else {
                result.append(id)
                continue
            }
            let schema = model[element.schema]
            let inner = schema.anyOf.isEmpty ? schema.oneOf : schema.anyOf
            guard !inner.isEmpty, schema.anyOf.isEmpty || schema.oneOf.isEmpty, inner.contains(where: isShaping) else {
                result.append(id)
                continue
            }
            pending += inner.reversed()
        }
        return result
    }

    /// Whether a site has nothing beside its alternatives that shapes or restricts the value.
    private func saysNothingElse(_ site: Site) -> Bool {
        guard site.elements.count == 1, let element = site.elements.first, !element.withoutAlternatives else {
            return false
        }
        let schema = model[element.schema]
        if case .unsaid = schema.additionalProperties {} else { return false }
        return schema.types == nil && schema.values.isEmpty && schema.reference == nil && schema.allOf.isEmpty
            && schema.properties == nil && schema.required.isEmpty && schema.items == nil && !schema.isTuple
            && schema.constraints.isEmpty && schema.format == nil && !schema.isNullable && schema.not == nil
    }

    /// Whether a member of alternatives says of which type a value is, rather than only restricting it.
    private func isShaping(_ id: SchemaID) -> Bool {
        let facts = model.facts(of: Site(id))
        return facts.saysTypes || facts.saysProperties || facts.saysItems || facts.isTuple
            || facts.alternatives.contains { $0.members.contains { model.facts(of: Site($0)).saysTypes } }
    }

    /// The type of a value that fits one of several sites.
    private mutating func union(_ members: [Site], _ site: Site, at place: Place) throws(SchemaGenError) -> MappedType {
        let facts = members.map { model.facts(of: $0) }
        let isNullable = facts.contains(where: \.allowsNull)
        if let values = commonValues(facts) {
            var merged = SchemaFacts()
            merged.types = values.reduce(into: JSONTypes()) { $0.formUnion($1.types) }
            return MappedType(try valueShape(values, site, merged, at: place), isNullable: isNullable)
        }
        if let scalar = commonScalar(members, facts) { return MappedType(.scalar(scalar), isNullable: isNullable) }
        guard facts.allSatisfy({ $0.isObject && !$0.allProperties.isEmpty && !$0.hasShapingAlternatives(self) }) else {
            warn(site, "a union that is not one of objects is JSON in the schema; it is checked on write")
            return MappedType(.scalar(.json), isNullable: isNullable)
        }
        return MappedType(try objectUnion(members, facts, site, at: place), isNullable: isNullable)
    }

    private mutating func objectUnion(
        _ members: [Site],
        _ facts: [SchemaFacts],
        _ site: Site,
        at place: Place
    ) throws(SchemaGenError) -> MappedType.Shape {
        if let known = unionOfSite[site] { return .union(known) }
        let discriminator = Discriminator(facts, in: model)
        let unionIndex = mapped.unions.count
        unionOfSite[site] = unionIndex
        let stem = names.claim(place.stem)
        mapped.unions.append(
            MappedUnion(stem: stem, description: typeDescription(of: site), members: [], resolution: .shape([]))
        )
        mapped.order.append(.union(unionIndex))
        var indices: [Int] = []
        for (position, member) in members.enumerated() {
            let word = discriminator?.word(of: position) ?? "I\(position)"
            var memberPlace = Place(stem: stem).word(word)
            if let title = memberTitle(member) { memberPlace = Place(stem: stem).word(title) }
            let canonical = model.canonical(member)
            if let target = canonical.elements.first?.schema, isDefinition(target),
                let named = self.place(ofTarget: target)
            {
                memberPlace = named
            }
            indices.append(try object(canonical, facts[position], at: memberPlace))
        }
        mapped.unions[unionIndex].members = indices
        mapped.unions[unionIndex].resolution = UnionResolution(
            facts,
            members,
            indices,
            discriminator,
            in: model
        )
        warn(site, "a union is JSON in the input; it is checked on write")
        return .union(unionIndex)
    }

    private func memberTitle(_ site: Site) -> String? {
        guard let schema = site.elements.last.map({ model[$0.schema] }), let title = schema.title,
            GraphQLName.isDefinable(title)
        else { return nil }
        return title
    }

    private func isDefinition(_ id: SchemaID) -> Bool {
        guard let path = try? JSONPointer(model[id].pointer), path.tokens.count >= 2 else { return false }
        let keyword = path.tokens[path.tokens.count - 2]
        return keyword == "$defs" || keyword == "definitions"
    }

    /// All values where every member lists its values.
    private func commonValues(_ facts: [SchemaFacts]) -> [JSONValue]? {
        var values: [JSONValue] = []
        for member in facts {
            guard let own = member.values else { return nil }
            values += own.filter { member.types.isSuperset(of: $0.types) }
        }
        return values
    }

    /// The scalar that all members have.
    private mutating func commonScalar(_ members: [Site], _ facts: [SchemaFacts]) -> MappedScalar? {
        var common: Set<MappedScalar> = []
        for member in facts {
            guard !member.hasShapingAlternatives(self) else { return nil }
            switch member.types.subtracting(.null) {
            case .string: common.insert(member.values == nil ? Self.scalar(ofFormats: member.formats) : .string)
            case .integer: common.insert(integerScalar(member))
            case .number, .fraction: common.insert(.float)
            case .boolean: common.insert(.boolean)
            default: return nil
            }
        }
        if common.isSubset(of: [.string, .dateTime, .date, .duration, .uuid]), common.count > 1 { return .string }
        if common.isSubset(of: [.int, .long]), common.count > 1 { return .long }
        if common.isSubset(of: [.int, .long, .float]), common.count > 1 { return .float }
        return common.count == 1 ? common.first : nil
    }

    func hasShapingMembers(_ alternatives: SchemaFacts.Alternatives) -> Bool {
        alternatives.members.contains(where: isShaping)
    }
}

extension SchemaFacts {
    /// Whether values are objects; `properties` without `type` counts.
    var isObject: Bool { types.subtracting(.null) == .object || (!saysTypes && saysProperties) }

    /// Whether null is a value; `properties` or `items` without `type` are taken for an object or an array.
    var allowsNull: Bool { types.contains(.null) && (saysTypes || !(saysProperties || saysItems || isTuple)) }

    func hasShapingAlternatives(_ mapper: TypeMapper) -> Bool {
        alternatives.contains(where: mapper.hasShapingMembers)
    }
}
