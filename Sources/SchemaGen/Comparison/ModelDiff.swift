import JSON

/// Compares two models for the values that are stored already: which of them would the new one refuse?
///
/// Both models are walked together, as the values are built; what the walk cannot decide (alternatives, patterns) is
/// compared as text and reported as dangerous or breaking, never passed over.
public struct ModelDiff: Sendable {
    /// In the order of the models.
    public private(set) var changes: [ModelChange] = []

    /// The worst of the changes; nil where there is none.
    public var severity: ModelChange.Severity? { changes.map(\.severity).max() }

    private let old: Model
    private let new: Model
    private var pending: [Pair] = []
    private var seen: Set<Sites> = []

    private struct Sites: Hashable {
        var old: Site
        var new: Site
    }

    private struct Pair {
        var sites: Sites
        var place: String
    }

    /// How many pairs of schemas are compared.
    private static let maximumPairs = 100_000

    public init(from old: Model, to new: Model) {
        self.old = old
        self.new = new
        compare(Site(old.root), Site(new.root), at: "")
        var next = 0
        while next < pending.count, next < Self.maximumPairs {
            compare(pending[next])
            next += 1
        }
        if next < pending.count { add(.dangerous, "", "the models are too large to be compared to the end") }
    }

    private mutating func add(_ severity: ModelChange.Severity, _ place: String, _ message: String) {
        changes.append(ModelChange(severity: severity, place: place, message: message))
    }

    private mutating func compare(_ old: Site, _ new: Site, at place: String) {
        let sites = Sites(old: self.old.canonical(old), new: self.new.canonical(new))
        if seen.insert(sites).inserted { pending.append(Pair(sites: sites, place: place)) }
    }

    private mutating func compare(_ pair: Pair) {
        let before = old.facts(of: pair.sites.old)
        let after = new.facts(of: pair.sites.new)
        compareTypes(before, after, pair.place)
        compareValues(before, after, pair.place)
        compareProperties(before, after, pair.place)
        compareConstraints(pair)
        if after.saysItems {
            compare(before.items, after.items, at: pair.place + "/*")
        }
        if after.isImpossible, !before.isImpossible { add(.breaking, pair.place, "no value is allowed any more") }
    }

    private mutating func compareTypes(_ before: SchemaFacts, _ after: SchemaFacts, _ place: String) {
        // Integers are numbers; what is listed is compared value by value.
        guard before.values == nil || after.values == nil else { return }
        let lost = before.types.subtracting(after.types)
        let gained = after.types.subtracting(before.types)
        if !lost.isEmpty {
            let now = after.types.phrase
            add(.breaking, place, "\(before.types.phrase) was allowed, now only \(now)")
        } else if !gained.isEmpty {
            add(.safe, place, "\(after.types.phrase) is allowed, where it was \(before.types.phrase)")
        }
    }

    private mutating func compareValues(_ before: SchemaFacts, _ after: SchemaFacts, _ place: String) {
        guard let now = after.values else {
            if before.values != nil { add(.safe, place, "any value of the type is allowed, where values were listed") }
            return
        }
        guard let earlier = before.values else {
            add(.breaking, place, "only listed values are allowed now")
            return
        }
        for value in earlier where !now.contains(value) { add(.breaking, place, "\(value) is no longer allowed") }
        for value in now where !earlier.contains(value) { add(.safe, place, "\(value) is allowed as well") }
    }

    private mutating func compareProperties(_ before: SchemaFacts, _ after: SchemaFacts, _ place: String) {
        let earlier = Dictionary(before.properties.map { (ExactText($0.name), $0.site) }) { first, _ in first }
        let now = Set(after.properties.map { ExactText($0.name) })
        for property in before.properties where !now.contains(ExactText(property.name)) {
            let inner = place + "/" + property.name.pointerToken
            if after.forbidsOthers {
                add(.breaking, inner, "the property is no longer allowed")
            } else {
                add(
                    .dangerous,
                    inner,
                    "the property is no longer declared: stored values keep it, unchecked and unread"
                )
            }
        }
        for property in after.properties {
            let inner = place + "/" + property.name.pointerToken
            if let site = earlier[ExactText(property.name)] {
                compare(site, property.site, at: inner)
            } else if before.forbidsOthers {
                add(.safe, inner, "the property is new")
            } else {
                add(.dangerous, inner, "the property is new, and stored values may have one of that name already")
            }
        }
        for name in after.requiredInOrder where !before.required.contains(ExactText(name)) {
            add(.breaking, place + "/" + name.pointerToken, "the property is required now")
        }
        for name in before.requiredInOrder where !after.required.contains(ExactText(name)) {
            add(.safe, place + "/" + name.pointerToken, "the property is no longer required")
        }
        if after.forbidsOthers, !before.forbidsOthers, before.types.contains(.object) {
            add(.breaking, place, "other properties are no longer allowed")
        }
    }
}

extension ModelDiff {
    /// Keywords whose value allows less when it is smaller (or larger).
    private static let upperLimits: Set<String> = [
        "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains",
    ]
    private static let lowerLimits: Set<String> = [
        "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains",
    ]
    /// Keywords that are compared as text; what they hold is not walked.
    private static let opaque: Set<String> = [
        "pattern", "multipleOf", "uniqueItems", "format", "contains", "patternProperties", "propertyNames", "if",
        "then",
        "else", "dependencies", "dependentRequired", "dependentSchemas", "additionalItems", "prefixItems",
        "unevaluatedItems", "unevaluatedProperties", "not", "anyOf", "oneOf", "additionalProperties",
    ]

    private mutating func compareConstraints(_ pair: Pair) {
        let before = Self.constraints(of: pair.sites.old, in: old)
        let after = Self.constraints(of: pair.sites.new, in: new)
        for (name, value) in after {
            let earlier = before.first { $0.name == name }?.value
            guard earlier != value, let severity = Self.severity(name, from: earlier, to: value) else { continue }
            let was = earlier.map { ", was \($0)" } ?? ", was absent"
            add(severity, pair.place, "\(name) is \(value)\(was)")
        }
        for (name, value) in before where !after.contains(where: { $0.name == name }) {
            // Closing or opening an object has been reported where the properties are compared.
            if name != "additionalProperties" { add(.safe, pair.place, "\(name) was \(value), is absent") }
        }
    }

    private static func severity(
        _ name: String,
        from earlier: JSONValue?,
        to value: JSONValue
    ) -> ModelChange.Severity? {
        if name == "additionalProperties" { return earlier == nil || value.bool != nil ? nil : .dangerous }
        if name == "anyOf" || name == "oneOf" { return .dangerous }
        guard let number = value.number, let previous = earlier?.number, name != "multipleOf" else { return .breaking }
        if upperLimits.contains(name) { return number < previous ? .breaking : .safe }
        return number > previous ? .breaking : .safe
    }

    /// The keywords of all schemas of a site; of one that occurs twice, the last.
    private static func constraints(of site: Site, in model: Model) -> [(name: String, value: JSONValue)] {
        var result: [(name: String, value: JSONValue)] = []
        var seen: Set<SchemaID> = []
        var pending = Array(site.elements.map(\.schema).reversed())
        while let id = pending.popLast() {
            guard seen.insert(id).inserted else { continue }
            let schema = model[id]
            pending += schema.allOf.reversed()
            if let reference = schema.reference { pending.append(reference) }
            guard let path = try? JSONPointer(schema.pointer), let members = model.document[path]?.object else {
                continue
            }
            for member in members {
                let isKnown = upperLimits.contains(member.name) || lowerLimits.contains(member.name)
                guard isKnown || opaque.contains(member.name) else { continue }
                result.removeAll { $0.name == member.name }
                result.append((member.name, member.value))
            }
        }
        return result
    }
}
