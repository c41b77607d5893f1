/// What has a name in a schema: a field, an argument, an enum value, a directive.
public protocol NamedMember: Sendable {
    var name: String { get }
}

/// Members in definition order that are also found by name in O(1).
public struct NamedList<Element: NamedMember>: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private let elements: [Element]
    /// The names of the elements, to search without touching these.
    private let names: [String]
    /// Only for lists where a search from the front would cost more than hashing.
    private let indices_: [String: Int]?
    private static var linearLimit: Int { 6 }

    /// Where two members have the same name, the first is found.
    public init(_ elements: [Element]) {
        self.elements = elements
        names = elements.map(\.name)
        if elements.count > Self.linearLimit {
            let pairs = elements.enumerated().map { ($0.element.name, $0.offset) }
            indices_ = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        } else {
            indices_ = nil
        }
    }

    public init(arrayLiteral elements: Element...) {
        self.init(elements)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { elements.count }
    public subscript(position: Int) -> Element { elements[position] }

    /// The member of that name.
    public subscript(name: String) -> Element? {
        guard let index = index(named: name) else { return nil }
        return elements[index]
    }

    /// The position of the member of that name.
    public func index(named name: String) -> Int? {
        guard let indices_ else { return names.firstIndex(of: name) }
        return indices_[name]
    }
}
