import JSON
import SchemaGen
import Testing

@Suite struct FormatTests {
    @Test(
        "formats accept what their specifications say",
        arguments: [
            (
                "date-time",
                [
                    "2024-02-29T23:59:59Z", "2024-01-31t12:00:00.123+05:30", "1998-12-31T23:59:60Z",
                    "1998-12-31T15:59:60-08:00",
                ],
                [
                    "2023-02-29T00:00:00Z", "2024-01-31T24:00:00Z", "2024-01-31T12:00Z", "2024-01-31 12:00:00Z",
                    "1998-12-31T22:59:60Z", "2024-01-31T12:00:00", "2024-01-31T12:00:00.Z", "",
                ]
            ),
            (
                "date", ["2000-02-29", "2024-12-31"],
                ["1900-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "2024-01-32"]
            ),
            ("time", ["00:00:00Z", "23:59:60+00:00"], ["00:00:00", "00:60:00Z", "00:00:00+24:00", "00:00:00+0100"]),
            (
                "duration", ["P1Y", "PT1M", "P1Y2M3DT4H5M6S", "P4W"],
                ["P", "PT", "1Y", "P1YT", "P1W2D", "P1Y1D", "PT1H1S", "P1.5D"]
            ),
            (
                "uuid", ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "00000000-0000-0000-0000-000000000000"],
                [
                    "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa9811eab4aa73b441d16380",
                    "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
                ]
            ),
            (
                "email", ["a@b.c", "a.b+c@d-e.f", "\"a b\"@c", "a@[127.0.0.1]", "a@[IPv6:::1]"],
                ["a", "a@", "@b", ".a@b", "a.@b", "a..b@c", "a@-b", "a@b_c", "é@b.c", "a@[127.0.0.256]", "a b@c"]
            ),
            ("idn-email", ["é@ü.c", "a@b.c"], ["é", "a b@ü"]),
            ("hostname", ["a", "a-b.c1", "xn--9n2bp8q"], ["", "-a", "a-", "a..b", "a_b", "é", "a.", "xn--X"]),
            ("idn-hostname", ["é.com", "실례.테스트", "xn--9n2bp8q", "l·l"], ["", "〮실례", "l·", "a..b"]),
            (
                "ipv4", ["0.0.0.0", "255.255.255.255"],
                ["256.0.0.0", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 ", "1..3.4"]
            ),
            (
                "ipv6", ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "::ffff:1.2.3.4", "1::8"],
                [
                    "", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", ":1", "1:", "::1%a",
                    "1.2.3.4::", "1:2:3:4:5:6:7::8",
                ]
            ),
            (
                "uri",
                ["http://a/b?c#d", "urn:a:b", "mailto:a@b", "http://[::1]:80/", "http://a@b:1", "file:///a", "a:"],
                ["//a", "/a", "a", "http://a b", "http://a/%zz", "http://[::1", "http://é/", "1a:b", "http://a:b@c:d/"]
            ),
            ("uri-reference", ["", "a", "/a", "//a", "?b", "#c", "a/b:c"], ["a b", "#a#", "1:b", "\\a"]),
            ("iri", ["http://é/ü?ö"], ["/é", "é"]), ("iri-reference", ["é", "/ü#ß"], ["é\\"]),
            ("uri-template", ["a{b}", "{+a,b*}", "{a:3}", ""], ["{", "}", "{a", "{}", "{a:0}", "a b"]),
            ("json-pointer", ["", "/", "/a~0b~1c/0"], ["a", "/~", "/~2"]),
            ("relative-json-pointer", ["0", "1/a", "2#"], ["", "/a", "01", "-1", "0##"]),
            ("regex", ["^a$", #"(a)\1"#, #"\p{Script=Greek}"#], ["(", #"\a"#, "a**"]),
            ("unknown", ["anything"], []),
        ] as [(String, [String], [String])]
    )
    func formats(name: String, accepted: [String], refused: [String]) throws {
        let schema: JSONValue = ["format": .string(name)]
        let validator = try ValueValidator(schema: schema, options: .init(assertsFormats: true))
        let lenient = try ValueValidator(schema: schema)
        for (texts, expected) in [(accepted, true), (refused, false)] {
            for text in texts {
                let bytes = JSONValue.string(text).bytes()
                let isValid = validator.isValid(bytes.span)
                #expect(isValid == expected, "\(text)")
                let isAnnotation = lenient.isValid(bytes.span)
                #expect(isAnnotation)
            }
        }
        let other = validator.isValid(Array("1".utf8).span)
        #expect(other)
    }
}
