import NIOCore

/// Numbers as decimal digits straight into a buffer.
enum DecimalBytes {
    static func write(_ number: UInt64, to out: inout ByteBuffer) {
        // 20 digits hold every 64-bit number; they are made from the right and moved to the left.
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: 20) { bytes in
            var value = number
            var digits = 0
            repeat {
                bytes[digits] = UInt8(truncatingIfNeeded: value % 10) + UInt8(ascii: "0")
                value /= 10
                digits += 1
            } while value > 0
            var (left, right) = (0, digits - 1)
            while left < right {
                (bytes[left], bytes[right]) = (bytes[right], bytes[left])
                left += 1
                right -= 1
            }
            return digits
        }
    }
}
