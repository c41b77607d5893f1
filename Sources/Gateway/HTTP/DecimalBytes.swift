import NIOCore

/// Numbers as decimal digits straight into a buffer.
enum DecimalBytes {
    /// Every 64-bit number has at most so many.
    static let maximumDigits = 20

    /// Writes to the start of memory that has room for all digits, and returns how many there are.
    static func write(_ number: UInt64, to memory: UnsafeMutableRawBufferPointer) -> Int {
        var digits = 1
        var rest = number / 10
        while rest > 0 {
            rest /= 10
            digits &+= 1
        }
        var value = number
        var place = digits
        while place > 0 {
            place &-= 1
            memory[place] = UInt8(truncatingIfNeeded: value % 10) &+ 0x30
            value /= 10
        }
        return digits
    }

    static func write(_ number: UInt64, to out: inout ByteBuffer) {
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: maximumDigits) { write(number, to: $0) }
    }
}
