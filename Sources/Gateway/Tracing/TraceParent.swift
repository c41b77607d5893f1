/// The `traceparent` field (W3C Trace Context, section 3.2): which trace a request belongs to and what called it.
struct TraceParent: Equatable {
    /// 32 hexadecimal digits.
    let traceID: String
    /// The whole field, in the form of version 00.
    let text: String

    /// `nil` for a field that must be ignored: a malformed one, or ids of zeros.
    init?(_ field: String) {
        let bytes = Array(field.trimmingSpaces().utf8)
        guard bytes.count >= 55, bytes[2] == Self.hyphen, bytes[35] == Self.hyphen, bytes[52] == Self.hyphen else {
            return nil
        }
        let (version, trace, parent, flags) = (bytes[0..<2], bytes[3..<35], bytes[36..<52], bytes[53..<55])
        guard [version, trace, parent, flags].allSatisfy({ $0.allSatisfy(Self.isHexadecimal) }) else { return nil }
        guard !version.elementsEqual("ff".utf8), trace.contains(where: { $0 != 0x30 }) else { return nil }
        guard parent.contains(where: { $0 != 0x30 }) else { return nil }
        // A later version may have more behind the flags; the first one has nothing.
        if bytes.count > 55 {
            guard !version.elementsEqual("00".utf8), bytes[55] == Self.hyphen else { return nil }
        }
        traceID = String(decoding: trace, as: UTF8.self)
        text = "00-" + String(decoding: bytes[3..<55], as: UTF8.self)
    }

    private static let hyphen = UInt8(ascii: "-")

    /// Capital letters are not allowed.
    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}

/// The `tracestate` field (W3C Trace Context, section 3.3), which only travels on.
enum TraceState {
    /// Whether it can be passed on: visible ASCII and spaces, at most 512 of them, each member with a name and a value.
    static func isFit(_ text: String) -> Bool {
        guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return false
        }
        let members = text.split(separator: ",").map { String($0).trimmingSpaces() }.filter { !$0.isEmpty }
        guard (1...32).contains(members.count) else { return false }
        return members.allSatisfy { member in
            guard let sign = member.firstIndex(of: "="), sign > member.startIndex else { return false }
            return member[..<sign].utf8.allSatisfy { $0 > 0x20 && !(0x41...0x5A).contains($0) }
        }
    }
}
