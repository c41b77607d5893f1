/// The coding of a body (RFC 9110, section 8.4.1).
enum ContentCoding: String, Equatable {
    case gzip, deflate
}

/// What a client takes (RFC 9110, section 12.5.3).
struct AcceptedCoding: Equatable {
    /// The coding it wants most of those that are offered; `nil` where it wants none.
    var coding: ContentCoding?
    /// Whether a body without a coding is refused, so that even a short one is to be coded.
    var refusesIdentity = false

    static let none = AcceptedCoding(coding: nil)

    init(coding: ContentCoding?, refusesIdentity: Bool = false) {
        self.coding = coding
        self.refusesIdentity = refusesIdentity
    }

    /// Reads Accept-Encoding. Where a client takes nothing that is offered it gets the body as it is: the field is a
    /// wish, and an answer that can be read beats a refusal.
    init(_ field: String) {
        var qualities: [Substring: Int] = [:]
        for member in field.split(separator: ",") {
            let parts = member.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first?.lowercased().trimmingSpaces(), !name.isEmpty else { continue }
            let quality = parts.count == 2 ? Self.quality(String(parts[1])) : 1000
            qualities[Substring(name)] = quality ?? 0
        }
        let others = qualities["*"]
        let gzip = max(qualities["gzip"] ?? -1, qualities["x-gzip"] ?? -1)
        let wishes: [(ContentCoding?, Int)] = [
            (.gzip, gzip >= 0 ? gzip : others ?? 0),
            (.deflate, qualities["deflate"] ?? others ?? 0),
        ]
        let identity = qualities["identity"] ?? (others == 0 ? 0 : nil)
        refusesIdentity = identity == 0
        var best: (coding: ContentCoding?, quality: Int) = (nil, 0)
        for (coding, quality) in wishes where quality > best.quality { best = (coding, quality) }
        // A client that names identity and wants it more gets it.
        coding = best.quality < identity ?? 0 ? nil : best.coding
    }

    /// `q=0.5` in thousandths; `nil` where it is none.
    private static func quality(_ parameter: String) -> Int? {
        let pair = parameter.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpaces().lowercased() }
        guard pair.count == 2, pair[0] == "q" else { return nil }
        return MediaRange.parse(quality: pair[1])
    }
}
