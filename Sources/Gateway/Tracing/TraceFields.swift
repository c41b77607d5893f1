/// The fields of a request that connect it to a trace, as they came.
struct TraceFields: Equatable {
    var parent: String
    /// Several fields are one list.
    var state: String?
}
