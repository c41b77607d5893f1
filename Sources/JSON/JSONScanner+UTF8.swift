extension JSONScanner {
    /// The offset of the first byte that is not part of well-formed UTF-8 (Unicode table 3-7); `nil` if all is well.
    public static func firstInvalidUTF8(_ source: Span<UInt8>) -> Int? {
        let raw = source.bytes
        var position = 0
        while position < source.count {
            if position &+ 8 <= source.count {
                let word = raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 == 0 {
                    position &+= 8
                    continue
                }
            }
            if source[position] < 0x80 {
                position &+= 1
                continue
            }
            let length = sequenceLength(source, position)
            if length == 0 { return position }
            position &+= length
        }
        return nil
    }

    /// The length of the well-formed multi-byte sequence at `position`; 0 if there is none.
    private static func sequenceLength(_ source: Span<UInt8>, _ position: Int) -> Int {
        func isContinuation(_ offset: Int, _ bounds: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            position &+ offset < source.count && bounds.contains(source[position &+ offset])
        }
        switch source[position] {
        case 0xC2...0xDF: return isContinuation(1) ? 2 : 0
        case 0xE0: return isContinuation(1, 0xA0...0xBF) && isContinuation(2) ? 3 : 0
        case 0xED: return isContinuation(1, 0x80...0x9F) && isContinuation(2) ? 3 : 0
        case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : 0
        case 0xF0: return isContinuation(1, 0x90...0xBF) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF1...0xF3: return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF4: return isContinuation(1, 0x80...0x8F) && isContinuation(2) && isContinuation(3) ? 4 : 0
        default: return 0
        }
    }
}
