import JSON

extension KeywordReader {
    /// The node of the subschema at a place below this one.
    private func child(_ compiler: SchemaCompiler, _ path: String, _ value: JSONValue) throws(SchemaGenError) -> NodeID
    {
        if let node = compiler.places.idOfPointer[ExactText(pointer + path)] { return node }
        throw SchemaGenError(
            .keyword,
            pointer: pointer + path,
            found: value.phrase,
            expected: "a schema: an object, true or false"
        )
    }

    private func child(_ compiler: SchemaCompiler, keyword: String) throws(SchemaGenError) -> NodeID? {
        guard let value = members[keyword] else { return nil }
        return try child(compiler, "/" + keyword, value)
    }

    private func children(_ compiler: SchemaCompiler, _ keyword: String) throws(SchemaGenError) -> [NodeID] {
        guard let value = members[keyword] else { return [] }
        guard let elements = value.array, !elements.isEmpty else {
            throw failure(keyword, value, "an array of at least one schema")
        }
        var nodes: [NodeID] = []
        for (index, element) in elements.enumerated() {
            nodes.append(try child(compiler, "/\(keyword)/\(index)", element))
        }
        return nodes
    }

    private func object(_ keyword: String) throws(SchemaGenError) -> JSONObject {
        guard let value = members[keyword] else { return [:] }
        guard let object = value.object else { throw failure(keyword, value, "an object") }
        return object
    }

    private func names(_ value: JSONValue, _ keyword: String) throws(SchemaGenError) -> [String] {
        var names: [String] = []
        for element in value.array ?? [.null] {
            guard let name = element.string else { throw failure(keyword, value, "an array of names") }
            names.append(name)
        }
        return names
    }

    func readObjects(_ compiler: inout SchemaCompiler, _ node: inout SchemaNode) throws(SchemaGenError) {
        var rules = ObjectRulesDraft()
        for property in try object("properties") {
            _ = rules.names.insert(property.name)
            rules.properties.append(
                try child(compiler, "/properties/" + property.name.pointerToken, property.value)
            )
        }
        if let required = members["required"] {
            for name in try names(required, "required") {
                let position = rules.names.insert(name)
                if !rules.required.contains(position) { rules.required.append(position) }
            }
        }
        for property in try object("patternProperties") {
            let path = "/patternProperties/" + property.name.pointerToken
            let pattern = try compiler.pattern(property.name, at: pointer + path)
            let child = try child(compiler, path, property.value)
            rules.patternProperties.append(ObjectRules.PatternProperty(pattern: pattern, node: child))
        }
        rules.additionalProperties = try child(compiler, keyword: "additionalProperties")
        rules.propertyNames = try child(compiler, keyword: "propertyNames")
        rules.minProperties = try count("minProperties") ?? 0
        rules.maxProperties = try count("maxProperties")
        if dialect == .draft202012 {
            rules.unevaluatedProperties = try child(compiler, keyword: "unevaluatedProperties")
            for keyword in ["dependentRequired", "dependentSchemas"] {
                try readDependencies(compiler, keyword, &rules)
            }
        } else {
            rules.dependencyKeyword = "dependencies"
            try readDependencies(compiler, "dependencies", &rules)
        }
        if rules.isEmpty { return }
        node.object = Int32(compiler.parts.objects.count)
        compiler.parts.objects.append(ObjectRules(rules))
    }

    private func readDependencies(
        _ compiler: SchemaCompiler,
        _ keyword: String,
        _ rules: inout ObjectRulesDraft
    ) throws(SchemaGenError) {
        for dependency in try object(keyword) {
            let name = rules.names.insert(dependency.name)
            let isList = dependency.value.array != nil
            if keyword == "dependentRequired" || (keyword == "dependencies" && isList) {
                var required: [Int] = []
                for name in try names(dependency.value, keyword) { required.append(rules.names.insert(name)) }
                rules.dependentNames.append(ObjectRules.DependentNames(name: name, required: required))
            } else {
                let path = "/\(keyword)/\(dependency.name.pointerToken)"
                let child = try child(compiler, path, dependency.value)
                rules.dependentSchemas.append(ObjectRules.DependentSchema(name: name, node: child))
            }
        }
    }

    func readArrays(_ compiler: inout SchemaCompiler, _ node: inout SchemaNode) throws(SchemaGenError) {
        var rules = ArrayRules()
        if dialect == .draft202012 {
            rules.prefix = try children(compiler, "prefixItems")
            if let items = members["items"], items.array != nil {
                throw failure("items", items, "a schema; a tuple is \"prefixItems\" in draft 2020-12")
            }
            rules.rest = try child(compiler, keyword: "items")
            rules.unevaluatedItems = try child(compiler, keyword: "unevaluatedItems")
            rules.containsEvaluates = true
            rules.minContains = try count("minContains") ?? 1
            rules.maxContains = try count("maxContains")
        } else if let elements = members["items"]?.array {
            if !elements.isEmpty { rules.prefix = try children(compiler, "items") }
            rules.rest = try child(compiler, keyword: "additionalItems")
            rules.restKeyword = "additionalItems"
        } else {
            rules.rest = try child(compiler, keyword: "items")
        }
        rules.contains = try child(compiler, keyword: "contains")
        rules.minItems = try count("minItems") ?? 0
        rules.maxItems = try count("maxItems")
        if let unique = members["uniqueItems"] {
            guard let unique = unique.bool else { throw failure("uniqueItems", unique, "true or false") }
            rules.uniqueItems = unique
        }
        if rules.isEmpty { return }
        node.array = Int32(compiler.parts.arrays.count)
        compiler.parts.arrays.append(rules)
    }

    func readCombination(_ compiler: inout SchemaCompiler, _ node: inout SchemaNode) throws(SchemaGenError) {
        var rules = Combination()
        try readReference(&compiler, &rules)
        rules.allOf = try children(compiler, "allOf")
        rules.anyOf = try children(compiler, "anyOf")
        rules.oneOf = try children(compiler, "oneOf")
        rules.not = try child(compiler, keyword: "not")
        rules.condition = try child(compiler, keyword: "if")
        let then = try child(compiler, keyword: "then")
        let otherwise = try child(compiler, keyword: "else")
        if rules.condition != nil {
            rules.then = then
            rules.otherwise = otherwise
        }
        if rules.isEmpty { return }
        node.combination = Int32(compiler.parts.combinations.count)
        compiler.parts.combinations.append(rules)
    }

    func readReference(_ compiler: inout SchemaCompiler, _ rules: inout Combination) throws(SchemaGenError) {
        if let value = members["$ref"] {
            guard let text = value.string else { throw failure("$ref", value, "a URI reference") }
            rules.reference = try compiler.resolve(text, in: resource, at: pointer + "/$ref")
        }
        guard dialect == .draft202012, let value = members["$dynamicRef"] else { return }
        guard let text = value.string else { throw failure("$dynamicRef", value, "a URI reference") }
        let target = try compiler.resolve(text, in: resource, at: pointer + "/$dynamicRef")
        rules.dynamicReference = target
        rules.dynamicAnchor = compiler.dynamicAnchor(text, target: target)
    }
}
