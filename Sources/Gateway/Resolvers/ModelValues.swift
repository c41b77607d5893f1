import GraphQLEngine
import JSON
import SchemaGen

/// Values between the schema and the store: what is stored for an argument, and whether what is stored fits the model.
/// Confined to its event loop.
final class ModelValues {
    private let api: GeneratedAPI
    private var checker: ValueChecker

    init(api: GeneratedAPI) {
        self.api = api
        checker = ValueChecker(api.validator)
    }

    /// The text to store for the coerced argument `value`, with defaults filled in.
    /// - Throws: `VALUE_INVALID` with an issue for each JSON pointer.
    func stored(_ input: JSONValue?) throws(FieldError) -> [UInt8] {
        switch api.admit(input) {
        case .accepted(let text): text
        case .refused(let issues): throw Self.error("The value does not fit the model", issues)
        }
    }

    /// Why a stored value of some structure cannot be shown; `nil` for one that fits.
    func defect(ofStored text: Span<UInt8>, _ structure: borrowing JSONTape) -> FieldError? {
        guard !checker.accepts(text, structure) else { return nil }
        return Self.error("The stored value does not fit the model", api.validator.issues(in: text))
    }

    private static func error(_ message: String, _ issues: [ValidationIssue]) -> FieldError {
        let list = issues.map { issue in
            JSONValue.object(
                JSONObject([
                    ("pointer", .string(issue.pointer.description)),
                    ("keyword", .string(issue.keyword)),
                    ("found", .string(issue.found)),
                    ("expected", .string(issue.expected)),
                ])
            )
        }
        let detail = issues.first.map { ": \($0)" } ?? ""
        return FieldError(
            "\(message)\(detail).",
            code: .valueInvalid,
            extensions: JSONObject([("issues", .array(list))])
        )
    }
}
