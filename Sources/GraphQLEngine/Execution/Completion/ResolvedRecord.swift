/// A value of an object, interface or union type that the host has in memory and that gives its fields one by one,
/// without a tree and without copies.
///
/// ```swift
/// struct EntryRecord: ResolvedRecord {
///     let key: String
///     let value: ByteBuffer
///     let revision: Int64
///
///     func resolve(_ property: String, into completion: inout FieldCompletion) {
///         switch property {
///         case "key": completion.string(key)
///         case "value": completion.json(value.readableBytesUInt8Span)
///         case "revision": completion.int(revision)
///         default: completion.null()
///         }
///     }
/// }
/// ```
public protocol ResolvedRecord: ~Copyable, ~Escapable {
    /// Gives the value of a field by calling one method of `completion` once. A second call is ignored; no call at all
    /// counts as null.
    ///
    /// - Parameter property: The name in the field's ``FieldResolution/property(_:)``.
    func resolve(_ property: String, into completion: inout FieldCompletion)

    /// The name of the object type. Asked for only where the field's type is an interface or a union.
    var typeName: String? { get }

    /// What ``Fetch/parent`` is for fetches among the fields of this record. Asked for only where there are such.
    var fetchParent: (any Sendable)? { get }
}

extension ResolvedRecord where Self: ~Copyable & ~Escapable {
    public var typeName: String? { nil }
    public var fetchParent: (any Sendable)? { nil }
}

/// The record without any field: what root fields are resolved on where the host gives nothing else.
public struct EmptyRecord: ResolvedRecord, Sendable {
    public init() {}

    public func resolve(_ property: String, into completion: inout FieldCompletion) {
        completion.null()
    }
}
