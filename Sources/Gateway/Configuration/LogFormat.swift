/// How lines of the log are written.
package enum LogFormat: String, Sendable, CaseIterable {
    /// A line of text for people.
    case text
    /// A JSON object a line, for machines.
    case json
}
