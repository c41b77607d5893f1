import JSON

/// The keywords that look at numbers.
struct NumberRules: Sendable {
    /// A number of the schema, in the forms in which it is compared.
    struct Bound: Sendable {
        let decimal: JSONDecimal
        let int64: Int64?
        let text: String

        init(_ number: JSONNumber) {
            decimal = number.decimal
            int64 = decimal.int64
            text = number.text
        }
    }

    var minimum: Bound?
    var maximum: Bound?
    var exclusiveMinimum: Bound?
    var exclusiveMaximum: Bound?
    var multipleOf: Bound?

    var isEmpty: Bool {
        minimum == nil && maximum == nil && exclusiveMinimum == nil && exclusiveMaximum == nil && multipleOf == nil
    }
}

/// The keywords that look at strings.
final class StringRules: Sendable {
    let minLength: Int
    let maxLength: Int?
    let pattern: Pattern?
    let format: StringFormat?

    init(minLength: Int, maxLength: Int?, pattern: Pattern?, format: StringFormat?) {
        self.minLength = minLength
        self.maxLength = maxLength
        self.pattern = pattern
        self.format = format
    }
}

/// The keywords that look at objects.
final class ObjectRules: Sendable {
    struct PatternProperty: Sendable {
        let pattern: Pattern
        let node: NodeID
    }

    /// Names that must be there when another one is.
    struct DependentNames: Sendable {
        let name: Int
        let required: [Int]
    }

    struct DependentSchema: Sendable {
        let name: Int
        let node: NodeID
    }

    /// Every name that any keyword here mentions.
    let names: NameTable
    /// By name: the subschema of the property; -1 for a name that `properties` does not list.
    let properties: [NodeID]
    /// The positions of required names, in order.
    let required: [Int]
    let patternProperties: [PatternProperty]
    let additionalProperties: NodeID?
    let propertyNames: NodeID?
    let unevaluatedProperties: NodeID?
    let dependentNames: [DependentNames]
    let dependentSchemas: [DependentSchema]
    let minProperties: Int
    let maxProperties: Int?
    /// `dependencies` in draft-07, or the two keywords that replaced it.
    let dependencyKeyword: String

    /// Whether anything is to be found out about single members.
    let looksAtMembers: Bool

    init(_ rules: ObjectRulesDraft) {
        names = rules.names
        properties = rules.properties + Array(repeating: -1, count: rules.names.count - rules.properties.count)
        required = rules.required
        patternProperties = rules.patternProperties
        additionalProperties = rules.additionalProperties
        propertyNames = rules.propertyNames
        unevaluatedProperties = rules.unevaluatedProperties
        dependentNames = rules.dependentNames
        dependentSchemas = rules.dependentSchemas
        minProperties = rules.minProperties
        maxProperties = rules.maxProperties
        dependencyKeyword = rules.dependencyKeyword
        looksAtMembers =
            rules.names.count > 0 || !patternProperties.isEmpty || additionalProperties != nil || propertyNames != nil
    }

    /// The nodes applied to members.
    var childNodes: [NodeID] {
        properties.filter { $0 >= 0 } + patternProperties.map(\.node)
            + [additionalProperties, unevaluatedProperties].compactMap { $0 }
    }
}

/// ``ObjectRules`` while the keywords are being read.
struct ObjectRulesDraft {
    var names = NameTable()
    var properties: [NodeID] = []
    var required: [Int] = []
    var patternProperties: [ObjectRules.PatternProperty] = []
    var additionalProperties: NodeID?
    var propertyNames: NodeID?
    var unevaluatedProperties: NodeID?
    var dependentNames: [ObjectRules.DependentNames] = []
    var dependentSchemas: [ObjectRules.DependentSchema] = []
    var minProperties = 0
    var maxProperties: Int?
    var dependencyKeyword = "dependentRequired"

    var isEmpty: Bool {
        names.count == 0 && patternProperties.isEmpty && additionalProperties == nil && propertyNames == nil
            && unevaluatedProperties == nil && minProperties == 0 && maxProperties == nil
    }
}

/// The keywords that look at arrays.
struct ArrayRules: Sendable {
    /// Subschemas of the first elements.
    var prefix: [NodeID] = []
    /// The subschema of the elements after the prefix.
    var rest: NodeID?
    /// `additionalItems` where the prefix is an array of draft-07, else `items`.
    var restKeyword = "items"
    var contains: NodeID?
    var minContains = 1
    var maxContains: Int?
    /// Whether what `contains` accepts counts as evaluated: since 2020-12.
    var containsEvaluates = false
    var unevaluatedItems: NodeID?
    var minItems = 0
    var maxItems: Int?
    var uniqueItems = false

    var isEmpty: Bool {
        prefix.isEmpty && rest == nil && contains == nil && unevaluatedItems == nil && minItems == 0 && maxItems == nil
            && !uniqueItems
    }

    /// The nodes applied to elements.
    var childNodes: [NodeID] { prefix + [rest, contains, unevaluatedItems].compactMap { $0 } }
}

/// `const` and `enum`.
final class AllowedValues: Sendable {
    let keyword: String
    let values: [JSONValue]
    /// The strings among the values.
    let strings: NameTable

    init(keyword: String, values: [JSONValue]) {
        self.keyword = keyword
        self.values = values.filter { $0.string == nil }
        var strings = NameTable()
        for case .string(let text) in values { _ = strings.insert(text) }
        self.strings = strings
    }
}

/// The keywords that apply subschemas to the same value.
struct Combination: Sendable {
    var reference: NodeID?
    /// The number of the anchor that a `$dynamicRef` looks for; `dynamicReference` serves where no resource has it.
    var dynamicAnchor: Int?
    var allOf: [NodeID] = []
    var anyOf: [NodeID] = []
    var oneOf: [NodeID] = []
    var not: NodeID?
    var condition: NodeID?
    var then: NodeID?
    var otherwise: NodeID?

    var targets: [NodeID] {
        allOf + anyOf + oneOf + [reference, dynamicReference, not, condition, then, otherwise].compactMap { $0 }
    }

    /// The static target of a `$dynamicRef`.
    var dynamicReference: NodeID?

    var isEmpty: Bool { targets.isEmpty }
}
