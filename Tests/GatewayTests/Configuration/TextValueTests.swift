import Testing

@testable import Gateway

@Suite("Durations, sizes and names in configuration")
struct TextValueTests {
    @Test(
        "durations",
        arguments: [
            ("5s", .seconds(5)), ("250ms", .milliseconds(250)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
            ("7d", .seconds(604_800)), ("0", .zero), ("0s", .zero), ("0.1s", .milliseconds(100)),
            ("1.5m", .seconds(90)), ("", nil), ("5", nil), ("s", nil), ("-1s", nil), ("1.s", nil), (".5s", nil),
            ("1.2.3s", nil), ("5 s", nil), ("9999999999999d", nil), ("5sec", nil), ("٣s", nil),
        ] as [(String, Duration?)]
    )
    func durations(text: String, expected: Duration?) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(
        "sizes",
        arguments: [
            ("10MiB", 10_485_760), ("16KiB", 16384), ("1kB", 1000), ("1.5KiB", 1536), ("42", 42), ("0", 0),
            ("7B", 7), ("1.5", nil), ("-1", nil), ("1 MiB", nil), ("MiB", nil), ("99999999999TiB", nil),
            ("1e3", nil),
        ] as [(String, Int?)]
    )
    func sizes(text: String, expected: Int?) {
        #expect(ByteSizeText.parse(text) == expected)
    }

    @Test(
        "near misses",
        arguments: [
            ("prot", "port"), ("Host", "host"), ("requesTimeout", "requestTimeout"), ("zzz", nil), ("", nil),
        ] as [(String, String?)]
    )
    func nearMisses(typed: String, expected: String?) {
        #expect(NearMiss.suggestion(for: typed, among: ["host", "port", "requestTimeout"]) == expected)
    }

    @Test("a URL is shown without its user", arguments: [("nats://u:p@h:1", "nats://h:1"), ("nats://h", "nats://h")])
    func urls(text: String, shown: String) {
        #expect(Secret(text).urlForMessages == shown)
    }
}
