import JSON

/// Finds a member name that occurs twice in one object of a JSON text; a parser that keeps one of the two would drop
/// the other in silence.
enum DuplicateNames {
    /// The place of the first member that has the name of an earlier one; nil where there is none. The text is known to
    /// be JSON. Uses no recursion.
    static func first(in text: Span<UInt8>) -> JSONPointer? {
        var open: [Container] = []
        var position = 0
        do {
            repeat {
                switch JSONScanner.kind(text, position) {
                case .object?:
                    position += 1
                    open.append(Container(isObject: true))
                case .array?:
                    position += 1
                    open.append(Container(isObject: false))
                default:
                    try JSONScanner.skipValue(text, &position)
                }
                while let last = open.indices.last {
                    if try open[last].moveToNext(text, &position) { break }
                    open.removeLast()
                }
                if let last = open.last, last.isDuplicate { return JSONPointer(tokens: open.map(\.token)) }
            } while !open.isEmpty
        } catch {
            return nil
        }
        return nil
    }

    private struct Container {
        let isObject: Bool
        var isFirst = true
        var names: Set<ExactText> = []
        var name = ""
        var index = -1
        var isDuplicate = false

        init(isObject: Bool) { self.isObject = isObject }

        var token: String { isObject ? name : String(index) }

        mutating func moveToNext(_ text: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Bool {
            guard isObject else {
                index += 1
                return try JSONScanner.nextElement(text, &position, &isFirst)
            }
            guard let raw = try JSONScanner.nextMember(text, &position, &isFirst) else { return false }
            name = try JSONScanner.decode(text, raw)
            isDuplicate = !names.insert(ExactText(name)).inserted
            return true
        }
    }
}
