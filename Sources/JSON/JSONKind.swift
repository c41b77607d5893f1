/// The six kinds of JSON values.
public enum JSONKind: UInt8, Sendable, Hashable {
    case null, boolean, number, string, array, object
}
