package import JSON

/// The place of a subschema in its ``Model``.
package struct SchemaID: Sendable, Hashable, Comparable {
    package var index: Int

    package static func < (left: SchemaID, right: SchemaID) -> Bool { left.index < right.index }
}

/// One JSON Schema of a model, its keywords as types. What it holds inside are references to other subschemas.
package struct Subschema: Sendable {
    package struct Property: Sendable {
        package var name: String
        package var schema: SchemaID
    }

    /// What `additionalProperties` says about the properties that are not listed.
    package enum AdditionalProperties: Sendable {
        /// The keyword is absent: any value validates, but nothing asks for it.
        case unsaid
        case forbidden
        /// `true`, `{}` or a schema: a part of the model.
        case allowed
    }

    /// A JSON Pointer to the subschema in the document.
    package var pointer: String
    /// Set for `true` and `false` in place of a schema.
    package var boolean: Bool?

    package var types: JSONTypes?
    /// `nullable: true`, as OpenAPI spells it.
    package var isNullable = false
    package var reference: SchemaID?
    package var allOf: [SchemaID] = []
    package var anyOf: [SchemaID] = []
    package var oneOf: [SchemaID] = []
    package var not: SchemaID?
    /// Under `if`, `then`, `else` and the `dependent…` keywords: applied to the same value.
    package var otherInPlace: [SchemaID] = []

    package var properties: [Property]?
    package var required: [String] = []
    package var additionalProperties = AdditionalProperties.unsaid
    package var hasPatternProperties = false

    package var items: SchemaID?
    package var isTuple = false

    package var enumeration: [JSONValue]?
    package var constant: JSONValue?
    package var format: String?
    /// The smallest integer that `minimum` or `exclusiveMinimum` allows, as far as a double tells.
    package var lowerBound: Double?
    package var upperBound: Double?

    package var title: String?
    package var description: String?
    package var defaultValue: JSONValue?
    package var isDeprecated = false
    package var isReadOnly = false
    package var isWriteOnly = false

    /// Keywords that GraphQL types cannot say, in the order of the document.
    package var constraints: [String] = []

    package init(pointer: String) {
        self.pointer = pointer
    }
}
