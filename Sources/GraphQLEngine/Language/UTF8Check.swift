/// Finds out whether bytes are well-formed UTF-8, so that what follows need not ask again.
enum UTF8Check {
    /// The offset of the first byte that is not part of a well-formed sequence (RFC 3629), or `nil`.
    ///
    /// - Complexity: linear; eight bytes a step through ASCII.
    static func firstMalformedByte(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { raw in
            var index = 0
            let count = raw.count
            while index < count {
                if index &+ 8 <= count, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & highBits == 0 {
                    index &+= 8
                    continue
                }
                let length = sequenceLength(in: raw, at: index)
                guard length > 0 else { return index }
                index &+= length
            }
            return nil
        }
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The length of the well-formed sequence that starts at `index`, or 0.
    private static func sequenceLength(in raw: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = raw[index]
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return follows(raw, index, count: 1, firstIn: 0x80...0xBF) ? 2 : 0
        case 0xE0: return follows(raw, index, count: 2, firstIn: 0xA0...0xBF) ? 3 : 0
        case 0xED: return follows(raw, index, count: 2, firstIn: 0x80...0x9F) ? 3 : 0
        case 0xE1...0xEF: return follows(raw, index, count: 2, firstIn: 0x80...0xBF) ? 3 : 0
        case 0xF0: return follows(raw, index, count: 3, firstIn: 0x90...0xBF) ? 4 : 0
        case 0xF1...0xF3: return follows(raw, index, count: 3, firstIn: 0x80...0xBF) ? 4 : 0
        case 0xF4: return follows(raw, index, count: 3, firstIn: 0x80...0x8F) ? 4 : 0
        default: return 0
        }
    }

    private static func follows(
        _ raw: UnsafeRawBufferPointer,
        _ index: Int,
        count: Int,
        firstIn range: ClosedRange<UInt8>
    ) -> Bool {
        guard index + count < raw.count, range.contains(raw[index + 1]) else { return false }
        return (1...count).allSatisfy { raw[index + $0] & 0xC0 == 0x80 }
    }
}
