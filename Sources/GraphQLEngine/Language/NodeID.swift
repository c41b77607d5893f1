/// A slot in one of a document's arrays. The phantom type keeps a field's index from naming an argument.
public struct NodeID<Node>: Sendable, Hashable {
    public var index: UInt32

    @inlinable
    public init(index: UInt32) {
        self.index = index
    }
}

/// Neighbouring slots in one of a document's arrays: a collection of their identifiers.
///
/// `for id in field.arguments { let argument = document[id] }`
public struct NodeRange<Node>: Sendable, Hashable, RandomAccessCollection {
    public var lowerBound: UInt32
    public var upperBound: UInt32

    @inlinable
    public init(_ lowerBound: UInt32, _ upperBound: UInt32) {
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }

    /// No slot at all.
    @inlinable public static var none: Self { Self(0, 0) }

    @inlinable public var startIndex: UInt32 { lowerBound }
    @inlinable public var endIndex: UInt32 { upperBound }
    @inlinable public var count: Int { Int(upperBound) - Int(lowerBound) }
    @inlinable public var isEmpty: Bool { lowerBound == upperBound }
    @inlinable public subscript(position: UInt32) -> NodeID<Node> { NodeID(index: position) }
    @inlinable public func index(after index: UInt32) -> UInt32 { index &+ 1 }
    @inlinable public func index(before index: UInt32) -> UInt32 { index &- 1 }

    /// The slots as array indices.
    @inlinable public var indexRange: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
