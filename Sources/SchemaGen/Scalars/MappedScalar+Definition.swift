import GraphQLEngine

extension MappedScalar {
    /// Whether every schema has it.
    var isBuiltIn: Bool {
        switch self {
        case .string, .int, .float, .boolean: true
        case .long, .dateTime, .date, .duration, .uuid, .json: false
        }
    }

    var description: String? {
        switch self {
        case .string, .int, .float, .boolean: nil
        case .long: "An integer of any size, as a JSON number."
        case .dateTime: "A date and a time with its offset from UTC, as RFC 3339 writes it: 2026-01-31T12:00:00Z."
        case .date: "A date as RFC 3339 writes it: 2026-01-31."
        case .duration: "A length of time as RFC 3339 appendix A writes it: P1DT12H."
        case .uuid: "A UUID as RFC 9562 writes it: 123e4567-e89b-12d3-a456-426614174000."
        case .json: "Any JSON value."
        }
    }

    var specifiedByURL: String? {
        switch self {
        case .string, .int, .float, .boolean, .long: nil
        case .dateTime, .date: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"
        case .duration: "https://www.rfc-editor.org/rfc/rfc3339#appendix-A"
        case .uuid: "https://www.rfc-editor.org/rfc/rfc9562"
        case .json: "https://www.rfc-editor.org/rfc/rfc8259"
        }
    }

    var coercion: any ScalarCoercion {
        switch self {
        case .long: LongCoercion()
        case .dateTime, .date, .duration, .uuid: TextScalarCoercion(name: rawValue)
        case .string, .int, .float, .boolean, .json: AnyJSONCoercion()
        }
    }
}
