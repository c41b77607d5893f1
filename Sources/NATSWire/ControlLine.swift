/// One control line, cut into words. All positions are relative to the first byte of the line.
struct ControlLine {
    /// The operation's letters in upper case, packed with the last one lowest; 0 if it has more than eight.
    var operation: UInt64 = 0
    /// Where the text after the operation starts, and where the line ends (CR and LF excluded).
    var rest: Range<Int> = 0..<0
    /// Length of the line with its line end.
    var length = 0
    private(set) var count = 0
    private var first = 0..<0
    private var second = 0..<0
    private var third = 0..<0
    private var fourth = 0..<0
    private var fifth = 0..<0

    /// More arguments than any operation takes are counted but not kept.
    mutating func append(_ word: Range<Int>) {
        switch count {
        case 0: first = word
        case 1: second = word
        case 2: third = word
        case 3: fourth = word
        case 4: fifth = word
        default: break
        }
        count += 1
    }

    /// Whether a space or a tab follows the operation, as it must where arguments do.
    func isSeparated(_ bytes: Span<UInt8>) -> Bool {
        guard rest.lowerBound < length, rest.lowerBound < bytes.count else { return false }
        return bytes[rest.lowerBound] == 0x20 || bytes[rest.lowerBound] == 0x09
    }

    /// The argument at `index`; empty where there is none.
    subscript(index: Int) -> Range<Int> {
        switch index {
        case 0: first
        case 1: second
        case 2: third
        case 3: fourth
        case 4: fifth
        default: 0..<0
        }
    }
}
