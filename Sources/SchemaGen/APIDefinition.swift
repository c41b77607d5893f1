/// One API to be put into the schema: a namespace and the model of its values.
public struct APIDefinition: Sendable {
    /// Whose schema is made.
    public enum Compatibility: Sendable, Hashable {
        /// The full mapping.
        case none
        /// What WunderGraph's `introspect.natsKV` printed, byte for byte.
        case wundergraph
    }

    /// What an integer becomes whose bounds do not fit in 32 bits.
    public enum IntegerMapping: Sendable, Hashable {
        /// The scalar `Long`, a JSON integer of any size.
        case long
        /// `Int`, 32 bits: other integers cannot be written.
        case int
    }

    /// Stands before every root field and type: `kv` gives `kv_get` and `kv_Value`. Empty only with ``compatibility``
    /// `wundergraph`.
    public var namespace: String
    public var model: Model
    public var compatibility: Compatibility
    public var integers: IntegerMapping

    public init(
        namespace: String,
        model: Model,
        compatibility: Compatibility = .none,
        integers: IntegerMapping = .long
    ) {
        self.namespace = namespace
        self.model = model
        self.compatibility = compatibility
        self.integers = integers
    }
}
