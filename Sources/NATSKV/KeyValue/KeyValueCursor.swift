/// A place in the pages of a bucket: behind the newest revision of a key.
///
/// The text is base64url of 21 bytes: the format's number, which bucket it is, the revision and a check sum. Who reads it
/// may keep it as long as he likes: it means the same place however often the bucket was written to.
public struct KeyValueCursor: Sendable, Hashable, CustomStringConvertible {
    /// Stands for the stream's name and the time it was made: a bucket made anew is another one.
    let bucket: UInt64
    /// The revision of the entry before the place.
    public let revision: UInt64

    private static let format: UInt8 = 1
    private static let size = 21

    init(bucket: UInt64, revision: UInt64) {
        self.bucket = bucket
        self.revision = revision
    }

    /// The cursor behind a revision of a bucket.
    init(_ status: BucketStatus, revision: UInt64) {
        self.init(bucket: Self.identity(of: status), revision: revision)
    }

    /// - Throws: `cursorInvalid` for what is no cursor, or was changed.
    public init(_ text: String) throws(NATSError) {
        guard let bytes = Base64URL.decode(text, count: Self.size), bytes[0] == Self.format,
            Self.number(bytes[17..<21]) == UInt64(Self.checkSum(bytes[..<17]))
        else { throw NATSError(.cursorInvalid, "this is no cursor of a page, or it was changed") }
        bucket = Self.number(bytes[1..<9])
        revision = Self.number(bytes[9..<17])
    }

    public var description: String {
        var bytes = [Self.format]
        bytes.reserveCapacity(Self.size)
        Self.append(bucket, count: 8, to: &bytes)
        Self.append(revision, count: 8, to: &bytes)
        Self.append(UInt64(Self.checkSum(bytes[...])), count: 4, to: &bytes)
        return Base64URL.encode(bytes)
    }

    /// Whether the cursor was given by this bucket.
    func belongs(to status: BucketStatus) -> Bool { bucket == Self.identity(of: status) }

    private static func identity(of status: BucketStatus) -> UInt64 {
        let time = "\(status.created.seconds).\(status.created.nanoseconds)"
        return hash("\(status.stream) \(time)".utf8)
    }

    /// It guards against slips, not against forgery: a made-up cursor names a place that another page has anyway.
    private static func checkSum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let value = hash(bytes)
        return UInt32(truncatingIfNeeded: value ^ value >> 32)
    }

    /// FNV-1a with 64 bits (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv).
    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func append(_ number: UInt64, count: Int, to bytes: inout [UInt8]) {
        for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
    }
}

extension Base64URL {
    /// `nil` unless `text` stands for exactly `count` bytes, in the one way that `encode` writes them.
    static func decode(_ text: String, count: Int) -> [UInt8]? {
        guard text.utf8.count == (count * 8 + 5) / 6 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var bits: UInt32 = 0
        var width: UInt32 = 0
        for letter in text.utf8 {
            guard let value = value(of: letter) else { return nil }
            bits = bits << 6 | UInt32(value)
            width += 6
            guard width >= 8 else { continue }
            width -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> width))
            bits &= (1 << width) - 1
        }
        return bits == 0 && bytes.count == count ? bytes : nil
    }

    private static func value(of letter: UInt8) -> UInt8? {
        switch letter {
        case 0x41...0x5A: letter - 0x41
        case 0x61...0x7A: letter - 0x61 + 26
        case 0x30...0x39: letter - 0x30 + 52
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }
}
