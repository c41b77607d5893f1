/// The place of a named type in a ``Schema``. Only meaningful together with the schema that gave it out.
public struct TypeID: Sendable, Hashable {
    package var index: UInt32

    package init(_ index: Int) {
        self.index = UInt32(truncatingIfNeeded: index)
    }
}
