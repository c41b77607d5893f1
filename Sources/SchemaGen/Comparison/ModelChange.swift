/// What a new model means for values that were stored under the old one.
public struct ModelChange: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// Every stored value still fits.
        case safe
        /// Stored values may no longer fit, which only a look at them can tell.
        case dangerous
        /// Values that the old model allowed are refused now, and read as errors.
        case breaking

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public let severity: Severity
    /// The place in a value, such as `/user/id`; `*` stands for any item of an array.
    public let place: String
    /// What changed, as a phrase.
    public let message: String

    /// `breaking: /user/id: …`
    public var description: String { "\(severity): \(place.isEmpty ? "the value" : place): \(message)" }
}
