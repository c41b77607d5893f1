/// One step from a response's `data` to a value in it.
public enum PathSegment: Sendable, Hashable {
    /// The response key of a field, or the name of a member of an input value.
    case key(String)
    /// The position in a list, from 0.
    case index(Int)
}
