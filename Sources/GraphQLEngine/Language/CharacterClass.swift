/// The classes of bytes that the lexical grammar distinguishes, spec 2.1.
extension UInt8 {
    /// Letter or underscore: starts a name.
    @inline(__always) var isNameStart: Bool {
        (self | 0x20) &- 0x61 < 26 || self == 0x5F
    }

    /// Letter, digit or underscore: goes on with a name.
    @inline(__always) var isNameContinue: Bool {
        (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 || self == 0x5F
    }

    @inline(__always) var isDigit: Bool {
        self &- 0x30 < 10
    }

    /// The value of a hexadecimal digit, or `nil`.
    var hexValue: UInt32? {
        switch self {
        case 0x30...0x39: UInt32(self &- 0x30)
        case 0x41...0x46: UInt32(self &- 0x37)
        case 0x61...0x66: UInt32(self &- 0x57)
        default: nil
        }
    }
}
