/// Text that no log line, error or dump may show.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that needs it.
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { "<secret>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// A server URL without what stands before `@`, fit for a message.
    package var urlForMessages: String {
        guard let at = text.lastIndex(of: "@") else { return text }
        let host = text[text.index(after: at)...]
        guard let scheme = text.range(of: "://") else { return String(host) }
        return String(text[..<scheme.upperBound] + host)
    }
}

extension String {
    /// The first place where `needle` stands, by characters.
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            let rest = self[start...]
            if rest.hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
