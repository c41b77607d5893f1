import GraphQLEngine
import JSON
import SchemaGen

/// Values between the schema and the store: what is stored for an argument, and whether what is stored fits the model.
struct ModelValues: Sendable {
    let api: GeneratedAPI

    /// The text to store for the coerced argument `value`, with defaults filled in.
    /// - Throws: `VALUE_INVALID` with an issue for each JSON pointer.
    func stored(_ input: JSONValue?) throws(FieldError) -> [UInt8] {
        api.storedJSON(ofInput: input)
    }

    /// Why a stored value cannot be shown; `nil` for one that fits.
    func defect(ofStored text: Span<UInt8>) -> FieldError? { nil }
}
