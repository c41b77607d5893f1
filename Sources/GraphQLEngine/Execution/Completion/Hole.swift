/// A fetch from the moment that its field is reached: a gap in the response until the result is in.
///
/// Plain numbers only, so that reading one costs no reference counting.
struct Hole {
    enum State {
        /// A field of a mutation that waits for the one before it.
        case waiting
        /// To be handed out.
        case due
        /// The host works on it.
        case fetching
        /// The result is in: a run of pieces.
        case resolved(Range<Int>)
        /// Null went up above it.
        case cancelled
    }

    var state: State
    var field: Int32
    /// The fetch that it lies within; negative for the root.
    var parent: Int32
    /// The innermost nullable value around it within its parent's result, an index into the enclosures; negative where
    /// there is none.
    var enclosure: Int32
    /// The piece of the response that it comes after.
    var piece: Int
    /// From the root to the field, in ``FieldCompletion/holePaths``; none for a field of the root.
    var path: Range<Int>
}

/// What a fetch is handed out with.
struct FetchInput {
    var arguments: Arguments
    var parent: (any Sendable)?
}

/// A nullable object or list with holes inside: what becomes null when null goes up from one of them.
struct Enclosure {
    var start: ResponseOutput.Position
    var end: ResponseOutput.Position
    /// The next nullable value outwards in the same result; negative where there is none.
    var parent: Int32
}
