import NATSWire
import NIOCore
import Testing

@testable import NATSKV

@Suite struct ValueTypeTests {
    @Test(arguments: ["a", "a.b", "A-Z/0=9_x", "a.b.c", String(repeating: "k", count: 3072)])
    func `keys that are keys`(text: String) throws { #expect(try KeyValueKey(text).rawValue == text) }

    @Test(arguments: [
        "", ".", ".a", "a.", "a..b", "a b", "a*", "*", ">", "ä", "a\n", "a\u{0}", String(repeating: "k", count: 3073),
    ])
    func `keys that are none`(text: String) {
        #expect { try KeyValueKey(text) } throws: { ($0 as? NATSError)?.code == .keyInvalid }
    }

    @Test(arguments: [">", "*", "a.*", "*.b", "a.>", "a"])
    func `filters`(text: String) throws { #expect(try KeyFilter(text).rawValue == text) }

    @Test(arguments: ["", ">.a", "a*", "a.b>", "a..b", "a b", "**"])
    func `no filters`(text: String) {
        #expect { try KeyFilter(text) } throws: { ($0 as? NATSError)?.code == .keyInvalid }
    }

    @Test(arguments: ["a", "A_b-9"])
    func `bucket names`(text: String) throws { #expect(try BucketName(text).streamName == "KV_\(text)") }

    @Test(arguments: ["", "a.b", "a b", "ä", "*", ">", "a/b"])
    func `no bucket names`(text: String) {
        #expect { try BucketName(text) } throws: { ($0 as? NATSError)?.code == .bucketInvalid }
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0), ("2024-02-29T12:34:56.789Z", 1_709_210_096, 789_000_000),
            ("2023-03-01T00:00:00.000000001Z", 1_677_628_800, 1), ("2023-03-01T01:00:00+01:00", 1_677_628_800, 0),
            ("1969-12-31T23:59:59Z", -1, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
            ("2100-12-31T23:59:59.999999999999Z", 4_133_980_799, 999_999_999),
        ] as [(String, Int64, Int32)]
    )
    func `times are read`(text: String, seconds: Int64, nanoseconds: Int32) {
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "2024", "2024-13-01T00:00:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z",
    ])
    func `what is no time is none`(text: String) { #expect(Timestamp(rfc3339: text) == nil) }

    @Test(arguments: [
        "$JS.ACK.KV_b.cons.1.7.3.1700000000123456789.4", "$JS.ACK._.hash.KV_b.cons.1.7.3.1700000000123456789.4",
        "$JS.ACK.dom.hash.KV_b.cons.1.7.3.1700000000123456789.4.token",
    ])
    func `delivery subjects are read in all their forms`(text: String) throws {
        let bytes = Array(text.utf8)
        let parsed = DeliveryInfo(bytes.span, 0..<bytes.count)
        let info = try #require(parsed)
        #expect(info.streamSequence == 7)
        #expect(info.consumerSequence == 3)
        #expect(info.pending == 4)
        #expect(
            Timestamp(nanosecondsSince1970: info.nanoseconds)
                == Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789)
        )
    }

    @Test(arguments: [
        "", "$JS.ACK", "$JS.ACK.a.b.1.2.3.4", "$JS.ACK.a.b.1.x.3.4.5", "$JS.ACK.a.b.1.2.3.4.5.6", "........",
        "$JS.ACK.a.b.1.99999999999999999999999.3.4.5", "$JS.ACK.a.b.1.2.3.4.", "$JS.FC.KV.x.y",
    ])
    func `other subjects are no deliveries`(text: String) {
        let bytes = Array(text.utf8)
        let info = DeliveryInfo(bytes.span, 0..<bytes.count)
        #expect(info == nil)
    }

    @Test func `acknowledgements are read, errors by their number`() {
        func decode(_ text: String) -> Result<WriteAcknowledgement, NATSError> {
            PublishAcknowledgement.decode(ByteBuffer(string: text), subject: "s")
        }
        #expect((try? decode("{\"stream\":\"KV_b\",\"seq\":12}").get()) == WriteAcknowledgement(revision: 12))
        #expect(throws: NATSError.self) { try decode("{}").get() }
        #expect(throws: NATSError.self) { try decode("{\"stream\":\"KV_b\",\"seq\":-1}").get() }
        #expect(throws: NATSError.self) { try decode("{\"stream\":\"KV_b\",\"seq\":99999999999999999999999}").get() }
        #expect(throws: NATSError.self) { try decode("garbage").get() }
        guard
            case .success(let duplicate) = decode(
                "{\"stream\":\"KV_b\", \"domain\":{\"x\":[1]}, \"seq\": 3,\"duplicate\": true}"
            )
        else {
            Issue.record("not read")
            return
        }
        #expect(duplicate == WriteAcknowledgement(revision: 3, isDuplicate: true))
        let refusal =
            "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 7\"},\"seq\":0}"
        guard case .failure(let error) = decode(refusal) else {
            Issue.record("not refused")
            return
        }
        #expect(error.code == .revisionMismatch)
        #expect(error.currentRevision == 7)
    }

    @Test func `base64 and base32 come back as they went`() {
        for count in 0..<40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
            let url = Base64URL.encode(bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
            #expect(Base64.decode(String(url)) == bytes)
        }
        #expect(Base64.decode("a$b") == nil)
        #expect(Base32.decode("a1") == nil)
    }

    @Test(arguments: [
        ("Authorization Violation", ServerComplaint.credentials), ("'User Authentication Expired'", .other),
        ("user authentication expired", .credentials),
        ("Permissions Violation for Publish to \"X.y\"", .permission(publishing: "X.y")),
        ("permissions violation for publish to \"x", .permission(publishing: nil)),
        ("Permissions Violation for Subscription to \"x\"", .subscription),
        ("permissions violation", .permission(publishing: nil)),
        ("Stale Connection", .other), ("Invalid Subject", .subject), ("maximum connections exceeded", .other),
    ])
    func `complaints are told apart`(text: String, kind: ServerComplaint) { #expect(ServerComplaint(text) == kind) }
}
