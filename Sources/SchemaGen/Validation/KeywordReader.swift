import JSON

/// Reads the keywords of one subschema into a node and the tables of the compiler.
struct KeywordReader {
    let members: JSONObject
    let pointer: String
    let resource: Int
    let dialect: SchemaPlaces.Dialect

    /// In draft-07 everything beside `$ref` is ignored.
    var ignoresSiblings: Bool { dialect == .draft07 && members["$ref"] != nil }

    mutating func read(_ compiler: inout SchemaCompiler, _ node: inout SchemaNode) throws(SchemaGenError) {
        if ignoresSiblings {
            var rules = Combination()
            try readReference(&compiler, &rules)
            node.combination = Int32(compiler.parts.combinations.count)
            compiler.parts.combinations.append(rules)
            return
        }
        try refuseForeignKeywords()
        node.types = try types()
        try readAllowedValues(&compiler, &node)
        try readNumbers(&compiler, &node)
        try readStrings(&compiler, &node)
        try readObjects(&compiler, &node)
        try readArrays(&compiler, &node)
        try readCombination(&compiler, &node)
        node.hasUnevaluated =
            dialect == .draft202012
            && (members["unevaluatedItems"] != nil || members["unevaluatedProperties"] != nil)
    }

    /// Keywords of other drafts that would change what is valid if they were left out in silence.
    private func refuseForeignKeywords() throws(SchemaGenError) {
        for name in ["$recursiveRef", "$recursiveAnchor"] {
            if let value = members[name] {
                throw failure(name, value, "\"$dynamicRef\" or \"$ref\": this keyword belongs to draft 2019-09")
            }
        }
    }

    private func types() throws(SchemaGenError) -> TypeSet {
        guard let keyword = members["type"] else { return .all }
        let expected = "a type name or an array of them"
        let names: [JSONValue] = keyword.array ?? [keyword]
        var types: TypeSet = []
        for name in names {
            guard let type = name.string.flatMap(TypeSet.init(name:)) else { throw failure("type", name, expected) }
            types.insert(type)
        }
        if names.isEmpty { throw failure("type", keyword, "at least one type name") }
        return withNullable(types)
    }

    /// OpenAPI's `nullable: true` adds null to the types.
    private func withNullable(_ types: TypeSet) -> TypeSet {
        members["nullable"]?.bool == true ? types.union(.null) : types
    }

    private func readAllowedValues(
        _ compiler: inout SchemaCompiler,
        _ node: inout SchemaNode
    ) throws(SchemaGenError) {
        var lists: [AllowedValues] = []
        if let values = members["enum"] {
            guard let values = values.array else { throw failure("enum", values, "an array") }
            lists.append(AllowedValues(keyword: "enum", values: values))
        }
        if let value = members["const"] { lists.append(AllowedValues(keyword: "const", values: [value])) }
        if lists.count == 2, let first = lists.first {
            // Both must hold: what remains of the list is the constant, if it is listed.
            let values = members["enum"]?.array ?? []
            let constant = members["const"] ?? .null
            lists = [values.contains(constant) ? lists[1] : AllowedValues(keyword: first.keyword, values: [])]
        }
        guard let list = lists.first else { return }
        node.allowedValues = Int32(compiler.parts.allowedValues.count)
        compiler.parts.allowedValues.append(list)
    }

    private func readNumbers(_ compiler: inout SchemaCompiler, _ node: inout SchemaNode) throws(SchemaGenError) {
        var rules = NumberRules()
        rules.minimum = try bound("minimum")
        rules.maximum = try bound("maximum")
        rules.exclusiveMinimum = try bound("exclusiveMinimum")
        rules.exclusiveMaximum = try bound("exclusiveMaximum")
        rules.multipleOf = try bound("multipleOf")
        if let divisor = rules.multipleOf, divisor.decimal <= JSONDecimal(0) {
            throw failure("multipleOf", members["multipleOf"] ?? .null, "a number above 0")
        }
        if rules.isEmpty { return }
        node.number = Int32(compiler.parts.numbers.count)
        compiler.parts.numbers.append(rules)
    }

    private func bound(_ keyword: String) throws(SchemaGenError) -> NumberRules.Bound? {
        guard let value = members[keyword] else { return nil }
        guard let number = value.number else { throw failure(keyword, value, "a number") }
        return NumberRules.Bound(number)
    }

    private func readStrings(_ compiler: inout SchemaCompiler, _ node: inout SchemaNode) throws(SchemaGenError) {
        let minLength = try count("minLength") ?? 0
        let maxLength = try count("maxLength")
        var pattern: Pattern?
        if let value = members["pattern"] {
            guard let source = value.string else { throw failure("pattern", value, "a regular expression") }
            pattern = try compiler.pattern(source, at: pointer + "/pattern")
        }
        var format: StringFormat?
        if compiler.options.assertsFormats, let name = members["format"]?.string { format = StringFormat(name: name) }
        guard minLength > 0 || maxLength != nil || pattern != nil || format != nil else { return }
        node.string = Int32(compiler.parts.strings.count)
        let rules = StringRules(minLength: minLength, maxLength: maxLength, pattern: pattern, format: format)
        compiler.parts.strings.append(rules)
    }

    /// A count; what is beyond `Int.max` means no more than that.
    func count(_ keyword: String) throws(SchemaGenError) -> Int? {
        guard let value = members[keyword] else { return nil }
        guard let number = value.number, number.isInteger, number >= 0 else {
            throw failure(keyword, value, "a whole number, 0 or more")
        }
        return number.int64.flatMap { Int(exactly: $0) } ?? Int.max
    }

    func failure(_ keyword: String, _ found: JSONValue, _ expected: String) -> SchemaGenError {
        SchemaGenError(
            .keyword,
            pointer: pointer + "/" + keyword.pointerToken,
            found: found.phrase,
            expected: expected
        )
    }
}

extension SchemaCompiler {
    /// The compiled form of a regular expression.
    mutating func pattern(_ source: String, at pointer: String) throws(SchemaGenError) -> Pattern {
        if let known = patterns[ExactText(source)] { return known }
        do {
            let pattern = try Pattern(source)
            patterns[ExactText(source)] = pattern
            return pattern
        } catch {
            throw SchemaGenError(.keyword, pointer: pointer, found: error.found, expected: error.expected)
        }
    }
}
