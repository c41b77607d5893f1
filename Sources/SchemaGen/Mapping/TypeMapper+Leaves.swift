import JSON

extension TypeMapper {
    /// The scalar of a string with formats.
    static func scalar(ofFormats formats: Set<String>) -> MappedScalar {
        guard formats.count == 1, let format = formats.first else { return .string }
        switch format {
        case "date-time": return .dateTime
        case "date": return .date
        case "duration": return .duration
        case "uuid": return .uuid
        default: return .string
        }
    }

    func integerScalar(_ facts: SchemaFacts) -> MappedScalar {
        if integers == .int { return .int }
        if facts.formats == ["int32"] { return .int }
        guard let lower = facts.lowerBound, let upper = facts.upperBound else { return .long }
        return lower >= Double(Int32.min) && upper <= Double(Int32.max) ? .int : .long
    }

    /// The type of a value that `enum` or `const` lists.
    mutating func valueShape(
        _ listed: [JSONValue],
        _ site: Site,
        _ facts: SchemaFacts,
        at place: Place
    ) throws(SchemaGenError) -> MappedType.Shape {
        let values = listed.filter { facts.types.isSuperset(of: $0.types) && !$0.isNull }
        if values.isEmpty {
            guard facts.types.contains(.null) else {
                throw contradiction(site, found: "values that exclude each other", expected: "at least one value")
            }
            return .scalar(.json)
        }
        let texts = values.compactMap(\.string)
        if texts.count == values.count { return textShape(texts, site, isConstant: facts.isConstant, at: place) }
        if values.allSatisfy({ $0.bool != nil }) { return .scalar(.boolean) }
        let numbers = values.compactMap(\.number)
        if numbers.count == values.count {
            guard numbers.allSatisfy(\.isInteger) else { return .scalar(.float) }
            return .scalar(integers == .int || numbers.allSatisfy { $0.int32 != nil } ? .int : .long)
        }
        warn(site, "values of several types are JSON in the schema; they are checked on write")
        return .scalar(.json)
    }

    /// An enum where all texts are GraphQL names, otherwise `String`. A `const` is `String` too: it tells union members
    /// apart, and fields of one name with different enum types could not be selected together.
    mutating func textShape(_ texts: [String], _ site: Site, isConstant: Bool, at place: Place) -> MappedType.Shape {
        if isConstant { return .scalar(.string) }
        if let known = enumOfSite[site] { return .enumeration(known) }
        var values: [String] = []
        var seen: Set<ExactText> = []
        for text in texts where seen.insert(ExactText(text)).inserted { values.append(text) }
        guard values.allSatisfy(GraphQLName.isEnumValue) else {
            warn(site, "an enum with values that are no GraphQL names is String in the schema; it is checked on write")
            return .scalar(.string)
        }
        let index = mapped.enums.count
        let stem = names.claim(place.stem)
        mapped.enums.append(MappedEnum(stem: stem, description: typeDescription(of: site), values: values))
        mapped.order.append(.enumeration(index))
        enumOfSite[site] = index
        return .enumeration(index)
    }
}
