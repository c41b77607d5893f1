import JSON

extension PreparedOperation {
    /// Coerces the variables of a request, spec 6.1.2.
    ///
    /// - Parameter json: The JSON text of an object; empty or `null` where there are no variables.
    /// - Throws: Errors with `extensions.code` `BAD_USER_INPUT`, at most 50 and one that says that there are more.
    public func coerceVariables(_ json: Span<UInt8>) throws(RequestErrors) -> VariableValues {
        var values = VariableValues.none
        try coerceVariables(json, into: &values)
        return values
    }

    /// The same into storage that is there already.
    func coerceVariables(_ json: Span<UInt8>, into variables: inout VariableValues) throws(RequestErrors) {
        variables.reset(count: variableDefinitions.count)
        guard !variableDefinitions.isEmpty else { return }
        var coercion = VariableCoercion()
        try coercion.read(json, for: self, into: &variables.values)
        try coercion.finish(&variables.values, of: self)
    }
}

/// CoerceVariableValues, spec 6.1.2: reads the members of a JSON object one after another and coerces those that are
/// variables of the operation.
///
/// Values stand in the order of the definitions, nil where a variable is not given.
private struct VariableCoercion {
    private var errors: [GraphQLError] = []

    /// Of members of the same name the last counts.
    mutating func read(
        _ json: Span<UInt8>,
        for operation: PreparedOperation,
        into values: inout [JSONValue?]
    ) throws(RequestErrors) {
        var position = 0
        JSONScanner.skipWhitespace(json, &position)
        guard position < json.count, JSONScanner.kind(json, position) != .null else { return }
        guard JSONScanner.kind(json, position) == .object else {
            throw RequestErrors(GraphQLError("Variables must be a JSON object.", code: .badUserInput))
        }
        do throws(JSONError) {
            try readMembers(json, &position, operation, &values)
            try JSONScanner.expectEnd(json, &position)
        } catch {
            throw RequestErrors(GraphQLError("Variables are not valid JSON: \(error).", code: .badUserInput))
        }
    }

    /// Values of variables that were not given, and the end.
    mutating func finish(_ values: inout [JSONValue?], of operation: PreparedOperation) throws(RequestErrors) {
        var index = 0
        while index < values.count {
            if values[index] == nil { values[index] = absentValue(operation.variableDefinitions[index], operation) }
            index &+= 1
        }
        guard errors.isEmpty else { throw RequestErrors(limitedErrors) }
    }

    private mutating func readMembers(
        _ json: Span<UInt8>,
        _ position: inout Int,
        _ operation: PreparedOperation,
        _ values: inout [JSONValue?]
    ) throws(JSONError) {
        try JSONScanner.beginObject(json, &position)
        var isFirst = true
        while let name = try JSONScanner.nextMember(json, &position, &isFirst) {
            guard let index = operation.variableNames.index(of: name, in: json) else {
                try JSONScanner.skipValue(json, &position)
                continue
            }
            let definition = operation.variableDefinitions[index]
            if definition.coercion == .string, JSONScanner.kind(json, position) == .string {
                let raw = try JSONScanner.scanString(json, &position)
                values[index] = .string(try JSONScanner.decode(json, raw))
            } else {
                values[index] = coerce(try JSONValue.read(json, &position), definition, operation)
            }
        }
    }

    private mutating func coerce(
        _ value: JSONValue,
        _ definition: VariableDefinition,
        _ operation: PreparedOperation
    ) -> JSONValue {
        if value.isNull {
            if definition.type.isNonNull {
                fail("of non-null type \"\(definition.typeText)\" must not be null.", definition, operation)
            }
            return .null
        }
        var coercion = InputCoercion(schema: operation.schema)
        let coerced = coercion.coerce(value, to: definition.type)
        for failure in coercion.errors {
            let place = failure.path.isEmpty ? "" : " at \"\(definition.name)\(Self.text(of: failure.path))\""
            fail("got invalid value \(inspect(failure.value))\(place); \(failure.message)", definition, operation)
        }
        return coerced
    }

    private mutating func absentValue(_ definition: VariableDefinition, _ operation: PreparedOperation) -> JSONValue? {
        if let defaultValue = definition.defaultValue { return defaultValue }
        if definition.type.isNonNull {
            fail("of required type \"\(definition.typeText)\" was not provided.", definition, operation)
        }
        return nil
    }

    private mutating func fail(_ text: String, _ definition: VariableDefinition, _ operation: PreparedOperation) {
        guard errors.count <= InputCoercion.maximumErrors else { return }
        errors.append(
            GraphQLError(
                "Variable \"$\(definition.name)\" \(text)",
                locations: [operation.document.source.location(at: definition.offset)],
                code: .badUserInput
            )
        )
    }

    private var limitedErrors: [GraphQLError] {
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

/// The names of an operation's variables as bytes, one after another.
struct VariableNames: Sendable {
    private let text: [UInt8]
    private let ranges: [Range<Int>]

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
        var index = 0
        while index < ranges.count {
            if JSONScanner.equals(json, name, text.span.extracting(ranges[index])) { return index }
            index &+= 1
        }
        return nil
    }
}
