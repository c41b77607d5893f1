#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The plain head of a POST that was read before, with its bytes. Connections whose clients send the same one share it.
///
/// A client sends the same head with each of its requests, but for the number in Content-Length. Bytes that differ from
/// the known ones at most in that number need not be read again: `PlainRequestHead` goes from field to field, and no
/// field tells it how to read another one. So one to nine other digits change the length and nothing else.
final class KnownHead {
    let head: RequestHead
    private let bytes: [UInt8]
    /// The number's place.
    private let digits: Range<Int>

    /// More than clients send of themselves; the memory is held by each connection that was the last to send it.
    static let maximumSize = 1 << 10

    /// `nil` for a head that is not expected again: of a GET, whose target has the query, and one that names its request.
    init?(_ plain: PlainRequestHead, _ head: RequestHead, in source: Span<UInt8>) {
        guard plain.isPost, plain.length <= Self.maximumSize, head.fields.requestID == nil, head.fields.trace == nil
        else { return nil }
        self.head = head
        bytes = source.extracting(0..<plain.length).withUnsafeBufferPointer { Array($0) }
        digits = plain.lengthDigits
    }

    /// The request at the start of `source`, where its head is this one.
    /// - Parameter limit: As in `PlainRequestHead.scan`.
    func request(_ source: Span<UInt8>, limit: Int) -> PlainRequest? {
        guard isSame(source, at: 0, 0..<digits.lowerBound) else { return nil }
        var position = digits.lowerBound
        let last = min(position &+ PlainRequestHead.maximumDigits, source.count)
        var number = 0
        while position < last {
            let digit = source[position] &- 0x30
            guard digit <= 9 else { break }
            number = number &* 10 &+ Int(digit)
            position &+= 1
        }
        let length = position &+ (bytes.count &- digits.upperBound)
        guard position > digits.lowerBound, length <= limit,
            isSame(source, at: position, digits.upperBound..<bytes.count)
        else { return nil }
        return PlainRequest(head: head, contentLength: number, length: length)
    }

    /// Whether the source has these of the known bytes at this place.
    private func isSame(_ source: Span<UInt8>, at start: Int, _ range: Range<Int>) -> Bool {
        guard range.count <= source.count - start else { return false }
        return source.extracting(start..<start + range.count).withUnsafeBytes { found in
            bytes.withUnsafeBytes { known in
                let known = UnsafeRawBufferPointer(rebasing: known[range])
                guard let found = found.baseAddress, let known = known.baseAddress else { return range.isEmpty }
                return memcmp(found, known, range.count) == 0
            }
        }
    }
}

/// A request whose head was plain.
struct PlainRequest {
    var head: RequestHead
    /// `nil` where there is no body.
    var contentLength: Int?
    /// How many bytes the head takes.
    var length: Int

    /// The framing as the connection's machine takes it.
    func check(bodyLimit: Int) -> Result<RequestHeadCheck, HTTPFailure> {
        guard contentLength ?? 0 <= bodyLimit else { return .failure(RequestHeadCheck.tooLarge(limit: bodyLimit)) }
        return .success(RequestHeadCheck(keepAlive: !head.fields.asksClose, contentLength: contentLength))
    }
}
