enum StringFormat: Sendable {
    case none
    init?(name: String) { return nil }
    var name: String { "" }
    func accepts(_ text: Span<UInt8>) -> Bool { true }
}
