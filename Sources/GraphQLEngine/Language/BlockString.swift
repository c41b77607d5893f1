/// The text of block strings, spec 2.9.4.
package enum BlockString {
    /// BlockStringValue(rawValue): escaped quotation marks decoded, common indentation and blank lines at either end
    /// removed, lines joined by LF.
    ///
    /// - Parameter raw: What stands between the quotation marks, as written.
    static func value(ofRaw raw: ArraySlice<UInt8>) -> [UInt8] {
        let lines = split(raw)
        var commonIndent = Int.max
        var firstFilled: Int?
        var lastFilled = -1
        for (index, line) in lines.enumerated() {
            let indent = line.prefix(while: isWhiteSpace).count
            guard indent < line.count else { continue }
            firstFilled = firstFilled ?? index
            lastFilled = index
            if index > 0 {
                commonIndent = min(commonIndent, indent)
            }
        }
        guard let firstFilled else { return [] }
        var value: [UInt8] = []
        value.reserveCapacity(raw.count)
        for index in firstFilled...lastFilled {
            if index > firstFilled {
                value.append(0x0A)
            }
            value.append(contentsOf: index > 0 ? lines[index].dropFirst(commonIndent) : lines[index])
        }
        return value
    }

    /// Lines end at LF, CRLF or CR; `\"""` becomes `"""`.
    static func split(_ raw: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var line: [UInt8] = []
        var index = raw.startIndex
        while index < raw.endIndex {
            let byte = raw[index]
            index += 1
            if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, index < raw.endIndex, raw[index] == 0x0A {
                    index += 1
                }
                lines.append(line[...])
                line = []
            } else if byte == 0x5C, raw[index...].starts(with: [0x22, 0x22, 0x22]) {
                line.append(contentsOf: [0x22, 0x22, 0x22])
                index += 3
            } else {
                line.append(byte)
            }
        }
        lines.append(line[...])
        return lines
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09
    }
}
