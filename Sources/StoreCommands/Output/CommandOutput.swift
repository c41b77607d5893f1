/// Where a command's results go, and in which form.
package struct CommandOutput: Sendable {
    package enum Form: Sendable, Equatable {
        /// One JSON text a line, for programs.
        case lines
        /// For a reader at a terminal of that many columns.
        case table(width: Int)
    }

    package let form: Form
    /// Takes whole lines; false where nobody reads any more.
    let write: @Sendable ([UInt8]) -> Bool
    /// Takes remarks that are no result, without a line break.
    package let note: @Sendable (String) -> Void

    package init(
        _ form: Form,
        write: @escaping @Sendable ([UInt8]) -> Bool,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.form = form
        self.write = write
        self.note = note
    }

    func line(_ text: [UInt8]) throws(CommandError) {
        guard write(text + [0x0A]) else { throw CommandError(.outputClosed, "") }
    }

    func line(_ text: String) throws(CommandError) { try line(Array(text.utf8)) }

    /// Bytes as they are.
    func raw(_ bytes: [UInt8]) throws(CommandError) {
        guard write(bytes) else { throw CommandError(.outputClosed, "") }
    }

    func table(_ table: TextTable, width: Int) throws(CommandError) {
        for text in table.lines(width: width) { try line(text) }
    }
}
