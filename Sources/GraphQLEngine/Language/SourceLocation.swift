/// A position in a source as errors show it.
public struct SourceLocation: Sendable, Hashable {
    /// Line, from 1. LF, CRLF and CR each end one line.
    public var line: Int
    /// Column, from 1, in Unicode code points.
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
