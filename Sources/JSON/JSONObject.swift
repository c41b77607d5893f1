/// The members of an object in order, with a fast look-up by name.
///
/// Names are compared by their UTF-8 bytes; Unicode normalisation does not make two names equal. Two objects are equal
/// if they hold equal members, whatever their order.
public struct JSONObject: Sendable {
    /// One name and its value.
    public struct Member: Sendable {
        /// The name, unescaped.
        public let name: String
        /// The value.
        public var value: JSONValue

        /// A member from its parts.
        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Below this size looking through the members is as fast as hashing.
    static let indexThreshold = 9

    private var members: [Member] = []
    /// Where each name stands; empty while there are few members.
    private var index: [UTF8Name: Int] = [:]

    /// An object without members.
    public init() {}

    /// The members of a sequence, in order. A later member of the same name replaces the value of the first.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (name, value) in members { self[name] = value }
    }

    /// Makes room for `capacity` members in all.
    public mutating func reserveCapacity(_ capacity: Int) { members.reserveCapacity(capacity) }

    /// The names, in order.
    public var names: [String] { members.map(\.name) }

    /// The value of a member; `nil` if there is none. Setting appends a new name, keeps the place of an old one, and
    /// removes the member when set to `nil`.
    public subscript(name: String) -> JSONValue? {
        get { position(of: name).map { members[$0].value } }
        set {
            let position = position(of: name)
            switch (position, newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(name, value)
            case (nil, nil): break
            }
        }
    }

    /// The position of a name in the order; `nil` if there is none.
    public func position(of name: String) -> Int? {
        if !index.isEmpty { return index[UTF8Name(name)] }
        return members.firstIndex { UTF8Name.areEqual($0.name, name) }
    }

    private mutating func append(_ name: String, _ value: JSONValue) {
        members.append(Member(name: name, value: value))
        if !index.isEmpty {
            index[UTF8Name(name)] = members.count - 1
        } else if members.count >= Self.indexThreshold {
            rebuildIndex()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        index.removeAll()
        if members.count >= Self.indexThreshold { rebuildIndex() }
    }

    private mutating func rebuildIndex() {
        index.reserveCapacity(members.count)
        for (position, member) in members.enumerated() { index[UTF8Name(member.name)] = position }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }
    /// The member at a place in the order, which must be one of `indices`.
    public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
    public static func == (left: Self, right: Self) -> Bool { JSONValue.object(left) == JSONValue.object(right) }

    public func hash(into hasher: inout Hasher) { JSONValue.object(self).hash(into: &hasher) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

/// A name compared and hashed by its bytes, where `String` would compare by canonical equivalence.
struct UTF8Name: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func areEqual(_ left: String, _ right: String) -> Bool {
        left == right && left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }

    static func == (left: Self, right: Self) -> Bool { areEqual(left.text, right.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
