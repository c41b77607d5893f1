import JSON

extension PreparedOperation {
    /// Coerces the variables of a request, spec 6.1.2.
    ///
    /// - Parameter json: The JSON text of an object; empty or `null` where there are no variables.
    /// - Throws: Errors with `extensions.code` `BAD_USER_INPUT`, at most 50 and one that says that there are more.
    public func coerceVariables(_ json: Span<UInt8>) throws(RequestErrors) -> VariableValues {
        guard !variableDefinitions.isEmpty else { return .none }
        let found = try VariableSlices(json, names: variableNames)
        var values: [JSONValue?] = []
        values.reserveCapacity(variableDefinitions.count)
        var errors: [GraphQLError] = []
        for (index, definition) in variableDefinitions.enumerated() {
            values.append(value(of: definition, in: json, at: found.ranges[index], &errors))
            if errors.count > InputCoercion.maximumErrors { break }
        }
        guard errors.isEmpty else { throw RequestErrors(limited(errors)) }
        return VariableValues(values)
    }

    private func value(
        of definition: VariableDefinition,
        in json: Span<UInt8>,
        at range: Range<Int>?,
        _ errors: inout [GraphQLError]
    ) -> JSONValue? {
        guard let range else {
            if let defaultValue = definition.defaultValue { return defaultValue }
            guard definition.type.isNonNull else { return nil }
            errors.append(error("of required type \"\(definition.typeText)\" was not provided.", definition))
            return nil
        }
        if definition.coercion == .string, json[range.lowerBound] == 0x22 {
            // VariableSlices has checked the grammar; escapes are the exception.
            var position = range.lowerBound
            if let raw = try? JSONScanner.scanString(json, &position), let text = try? JSONScanner.decode(json, raw) {
                return .string(text)
            }
        }
        guard let value = try? JSONValue(parsing: json.extracting(range)) else {
            errors.append(error("got a value that is not valid JSON.", definition))
            return nil
        }
        if value.isNull {
            guard definition.type.isNonNull else { return .null }
            errors.append(error("of non-null type \"\(definition.typeText)\" must not be null.", definition))
            return nil
        }
        var coercion = InputCoercion(schema: schema)
        let coerced = coercion.coerce(value, to: definition.type)
        for failure in coercion.errors {
            let place = failure.path.isEmpty ? "" : " at \"\(definition.name)\(Self.text(of: failure.path))\""
            errors.append(
                error("got invalid value \(inspect(failure.value))\(place); \(failure.message)", definition)
            )
        }
        return coerced
    }

    private func error(_ text: String, _ definition: VariableDefinition) -> GraphQLError {
        GraphQLError(
            "Variable \"$\(definition.name)\" \(text)",
            locations: [document.source.location(at: definition.offset)],
            code: .badUserInput
        )
    }

    private func limited(_ errors: [GraphQLError]) -> [GraphQLError] {
        guard errors.count > InputCoercion.maximumErrors else { return errors }
        let more = GraphQLError(
            "Too many errors processing variables, error limit reached. Execution aborted.",
            code: .badUserInput
        )
        return errors.prefix(InputCoercion.maximumErrors) + [more]
    }

    private static func text(of path: [PathSegment]) -> String {
        path.map { segment in
            switch segment {
            case .key(let key): "." + key
            case .index(let index): "[\(index)]"
            }
        }.joined()
    }
}

/// Where the values of an operation's variables stand in the text of the request's variables.
struct VariableSlices {
    /// By the order of the definitions; nil where a variable is not given. Of members of the same name the last counts.
    private(set) var ranges: [Range<Int>?]

    init(_ json: Span<UInt8>, names: VariableNames) throws(RequestErrors) {
        ranges = Array(repeating: nil, count: names.ranges.count)
        var position = 0
        JSONScanner.skipWhitespace(json, &position)
        guard position < json.count, JSONScanner.kind(json, position) != .null else { return }
        guard JSONScanner.kind(json, position) == .object else {
            throw RequestErrors(GraphQLError("Variables must be a JSON object.", code: .badUserInput))
        }
        do throws(JSONError) {
            try read(json, &position, names)
        } catch {
            throw RequestErrors(GraphQLError("Variables are not valid JSON: \(error).", code: .badUserInput))
        }
    }

    private mutating func read(
        _ json: Span<UInt8>,
        _ position: inout Int,
        _ names: VariableNames
    ) throws(JSONError) {
        try JSONScanner.beginObject(json, &position)
        var isFirst = true
        while let name = try JSONScanner.nextMember(json, &position, &isFirst) {
            let range = try JSONScanner.skipValue(json, &position)
            if let index = names.index(of: name, in: json) { ranges[index] = range }
        }
        try JSONScanner.expectEnd(json, &position)
    }
}

/// The names of an operation's variables as bytes, one after another.
struct VariableNames: Sendable {
    private let text: [UInt8]
    let ranges: [Range<Int>]

    init(_ definitions: [VariableDefinition]) {
        var text: [UInt8] = []
        var ranges: [Range<Int>] = []
        for definition in definitions {
            let start = text.count
            text += definition.name.utf8
            ranges.append(start..<text.count)
        }
        self.text = text
        self.ranges = ranges
    }

    /// Which variable has the name that stands in a JSON text.
    func index(of name: JSONRawString, in json: Span<UInt8>) -> Int? {
        let text = text
        var index = 0
        while index < ranges.count {
            if JSONScanner.equals(json, name, text.span.extracting(ranges[index])) { return index }
            index &+= 1
        }
        return nil
    }
}
