import Testing

@testable import Gateway

@Suite("Accept-Encoding")
struct ContentCodingTests {
    @Test(
        "the coding that the client wants most is taken",
        arguments: [
            ("gzip", ContentCoding.gzip, false), ("GZIP", .gzip, false), ("x-gzip", .gzip, false),
            ("gzip, deflate, br", .gzip, false), ("deflate", .deflate, false), ("br", nil, false), ("", nil, false),
            ("deflate, gzip;q=0.5", .deflate, false), ("gzip;q=0.2, deflate;q=0.2", .gzip, false), ("*", .gzip, false),
            ("gzip;q=0", nil, false), ("gzip;q=0, *", .deflate, false), ("*;q=0", nil, true),
            ("identity", nil, false), ("identity, gzip;q=0.5", nil, false), ("identity;q=0.5, gzip", .gzip, false),
            ("identity;q=0, gzip;q=0.1", .gzip, true), ("identity;q=0", nil, true), ("gzip, *;q=0", .gzip, true),
            ("identity;q=1, *;q=0", nil, false), ("gzip;q=7", nil, false), ("gzip;level=9", nil, false),
            ("gzip;q=1.0000", nil, false), (" gzip ; q=1.0 ", .gzip, false), (",,gzip,,", .gzip, false),
        ] as [(String, ContentCoding?, Bool)]
    )
    func choice(field: String, coding: ContentCoding?, refusesIdentity: Bool) {
        #expect(AcceptedCoding(field) == AcceptedCoding(coding: coding, refusesIdentity: refusesIdentity))
    }
}
