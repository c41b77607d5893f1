/// Names of operations in upper case, packed as `ControlLine.operation` has them: the last letter lowest.
enum OperationCode {
    static var message: UInt64 { 0x4D_5347 }
    static var headerMessage: UInt64 { 0x484D_5347 }
    static var ping: UInt64 { 0x5049_4E47 }
    static var pong: UInt64 { 0x504F_4E47 }
    static var ok: UInt64 { 0x2B_4F4B }
    static var error: UInt64 { 0x2D45_5252 }
    static var info: UInt64 { 0x494E_464F }
    static var publish: UInt64 { 0x50_5542 }
    static var headerPublish: UInt64 { 0x4850_5542 }
    static var subscribe: UInt64 { 0x53_5542 }
    static var unsubscribe: UInt64 { 0x55_4E53_5542 }
    static var connect: UInt64 { 0x43_4F4E_4E45_4354 }
}
