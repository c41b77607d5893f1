/// Why a model, or a set of APIs, gives no GraphQL schema.
///
/// Every error names the place in the model as a JSON Pointer (RFC 6901), what is there and what would be accepted.
public struct SchemaGenError: Error, Sendable, Hashable {
    /// What kind of mistake it is.
    public struct Code: Sendable, Hashable {
        enum Base: String {
            case syntax, notAnObject, dialect, reference, remoteReference, circularReference, contradiction, keyword
            case nesting, size, namespace, clash, compatibility, `default`, schema
        }
        let base: Base

        /// The text is neither JSON nor YAML.
        public static var syntax: Self { .init(base: .syntax) }
        /// The model is no JSON object.
        public static var notAnObject: Self { .init(base: .notAnObject) }
        /// `$schema` names a dialect that is not supported.
        public static var dialect: Self { .init(base: .dialect) }
        /// A `$ref` points to nothing.
        public static var danglingReference: Self { .init(base: .reference) }
        /// A `$ref` leaves the document; nothing is ever fetched.
        public static var remoteReference: Self { .init(base: .remoteReference) }
        /// A schema refers to itself with nothing in between.
        public static var circularReference: Self { .init(base: .circularReference) }
        /// No value can have the types that are asked for together.
        public static var contradiction: Self { .init(base: .contradiction) }
        /// A keyword has a value of the wrong kind, or belongs to another dialect.
        public static var keyword: Self { .init(base: .keyword) }
        /// The model is nested too deeply.
        public static var nesting: Self { .init(base: .nesting) }
        /// The model has too many schemas.
        public static var size: Self { .init(base: .size) }
        /// A namespace is no GraphQL name, or reserved.
        public static var namespace: Self { .init(base: .namespace) }
        /// Two APIs define the same type or root field.
        public static var clash: Self { .init(base: .clash) }
        /// WunderGraph's mapping has no valid schema for this model.
        public static var incompatible: Self { .init(base: .compatibility) }
        /// The finished schema breaks a rule of GraphQL.
        public static var invalidSchema: Self { .init(base: .schema) }
    }

    /// What kind of mistake it is.
    public var code: Code
    /// The file of the model as the caller named it; nil for an inline model.
    public var file: String?
    /// The place in the model; empty for the whole document.
    public var pointer: String
    /// What is there, as a phrase.
    public var found: String
    /// What would be accepted, as a phrase.
    public var expected: String

    /// An error at a place of a model.
    public init(_ code: Code, file: String? = nil, pointer: String = "", found: String, expected: String) {
        self.code = code
        self.file = file
        self.pointer = pointer
        self.found = found
        self.expected = expected
    }

    /// The same error in a file, where it names none yet.
    func inFile(_ file: String?) -> SchemaGenError {
        var copy = self
        copy.file = copy.file ?? file
        return copy
    }
}

extension SchemaGenError: CustomStringConvertible {
    /// `<file>#<pointer>: found <found>, expected <expected>`, in one line.
    public var description: String {
        let place = (file ?? "model") + "#" + pointer
        return "\(place): found \(found), expected \(expected)"
    }
}

/// Something that the schema cannot say; the validator still enforces it on write unless the message says otherwise.
public struct SchemaWarning: Sendable, Hashable, CustomStringConvertible {
    /// The file of the model; nil for an inline model.
    public var file: String?
    /// The place in the model, a JSON Pointer; empty for the whole document.
    public var pointer: String
    public var message: String

    public init(file: String? = nil, pointer: String, message: String) {
        self.file = file
        self.pointer = pointer
        self.message = message
    }

    /// `<file>#<pointer>: <message>`, in one line.
    public var description: String { "\(file ?? "model")#\(pointer): \(message)" }
}
