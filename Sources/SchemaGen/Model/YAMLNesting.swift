/// An upper estimate of how deep a YAML text nests, made without recursion.
enum YAMLNesting {
    /// Counts brackets that are open together outside of quotes and comments, and for every line the block collections
    /// that its indentation and its leading `-`, `?` can open. Plain text with unbalanced brackets counts too much,
    /// never too little.
    static func depth(of text: String) -> Int {
        var brackets = 0
        var deepest = 0
        var scanner = Scanner(bytes: Array(text.utf8))
        while let token = scanner.next() {
            switch token {
            case .open: brackets += 1
            case .close: brackets = max(0, brackets - 1)
            case .blocks(let count): deepest = max(deepest, brackets + count)
            }
            deepest = max(deepest, brackets)
        }
        return deepest
    }

    private enum Token {
        case open, close
        case blocks(Int)
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0
        /// Columns of the block collections that the lines so far may have left open.
        var columns: [Int] = []
        var isLineStart = true

        mutating func next() -> Token? {
            if isLineStart, position < bytes.count {
                isLineStart = false
                return .blocks(openBlocks())
            }
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case 0x5B, 0x7B: return .open
                case 0x5D, 0x7D: return .close
                case 0x22, 0x27: skipQuoted(byte)
                case 0x23 where position < 2 || bytes[position - 2] <= 0x20: skipLine()
                case 0x0A, 0x0D:
                    isLineStart = true
                    return next()
                default: break
                }
            }
            return nil
        }

        /// Reads the indentation and the indicators of a line.
        private mutating func openBlocks() -> Int {
            var column = 0
            var starts = [0]
            while position < bytes.count {
                let byte = bytes[position]
                let isIndicator = byte == 0x2D || byte == 0x3F || byte == 0x3A
                guard byte == 0x20 || byte == 0x09 || isIndicator else { break }
                position += 1
                column += 1
                if isIndicator { starts.append(column) }
            }
            // An empty line opens and closes nothing.
            let isAtEnd = position >= bytes.count || bytes[position] == 0x0A || bytes[position] == 0x0D
            if isAtEnd, starts.count == 1 { return columns.count }
            starts.append(column)
            let first = starts.count > 2 ? starts[1] - 1 : column
            columns.removeAll { $0 >= first }
            for start in [first] + starts.dropFirst() where columns.last.map({ $0 < start }) ?? true {
                columns.append(start)
            }
            return columns.count
        }

        private mutating func skipQuoted(_ quote: UInt8) {
            // A quote inside plain text, as in "don't", opens nothing.
            if position >= 2, bytes[position - 2] > 0x20, ![0x5B, 0x7B, 0x2C, 0x3A].contains(bytes[position - 2]) {
                return
            }
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if byte == quote { return }
                if byte == 0x5C, quote == 0x22 { position += 1 }
            }
        }

        private mutating func skipLine() {
            while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        }
    }
}
