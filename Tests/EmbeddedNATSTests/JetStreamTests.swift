import JSON
import NIOCore
import Testing

@testable import EmbeddedNATS

/// JetStream's answers and timers, with a clock of the test's own.
struct JetStreamTests {
    private static let second = JetStreamHarness.second

    private func makeStream(_ fields: String = "") -> JetStreamHarness {
        let harness = JetStreamHarness()
        let answer = harness.api("STREAM.CREATE.S", #"{"name":"S","subjects":["s.>"],"allow_direct":true\#(fields)}"#)
        #expect(answer["error"] == nil)
        return harness
    }

    private func consume(_ harness: JetStreamHarness, _ fields: String) -> JSONValue {
        let config = #"{"name":"c","deliver_subject":"d","ack_policy":"none"\#(fields)}"#
        return harness.api("CONSUMER.CREATE.S.c", #"{"stream_name":"S","config":\#(config)}"#)
    }

    @Test(
        "a configuration that is not allowed is refused with the real server's number",
        arguments: [
            (#"{"name":"S","max_age":1}"#, 10052), (#"{"name":"S","duplicate_window":5}"#, 10052),
            (#"{"name":"S","num_replicas":3}"#, 10074), (#"{"name":"S","num_replicas":-1}"#, 10133),
            (#"{"name":"X"}"#, 10056), ("{", 10025), (#"{"name":"S","max_msgs":"5"}"#, 10025),
            (#"{"name":"S","retention":"never"}"#, 10025), (#"{"name":"S","subjects":["a..b"]}"#, 10052),
            (#"{"name":"S","subjects":["$JS.>"]}"#, 10052), (#"{"name":"S","subjects":["a.*","a.b"]}"#, 10052),
            (#"{"name":"S","mirror":{"name":"T"}}"#, 10052), (#"{"name":"S","sources":[{"name":"T"}]}"#, 10052),
            (#"{"name":"S","deny_purge":true,"allow_rollup_hdrs":true}"#, 10052),
            (#"{"name":"S","discard_new_per_subject":true}"#, 10052), (#"{"name":"S","sealed":true}"#, 10052),
        ]
    )
    func invalidConfiguration(body: String, number: Int) {
        let harness = JetStreamHarness()
        #expect(harness.api("STREAM.CREATE.S", body)["error"]?["err_code"] == .integer(number))
        #expect(harness.api("STREAM.NAMES")["total"] == 0)
    }

    @Test("the same configuration again is no error, another one is")
    func createAgain() {
        let harness = makeStream()
        harness.send("s.a", "1")
        let again = harness.api("STREAM.CREATE.S", #"{"name":"S","subjects":["s.>"],"allow_direct":true}"#)
        #expect(again["state"]?["messages"] == 1)
        let other = harness.api("STREAM.CREATE.S", #"{"name":"S","subjects":["s.>"],"max_msgs":5}"#)
        #expect(other["error"]?["err_code"] == 10058)
        let overlapping = harness.api("STREAM.CREATE.T", #"{"name":"T","subjects":["*.a"]}"#)
        #expect(overlapping["error"]?["err_code"] == 10052)
        let taken = harness.api("STREAM.CREATE.T", #"{"name":"T","subjects":["s.a"]}"#)
        #expect(taken["error"]?["err_code"] == 10065)
    }

    @Test(
        "what may not be updated is not",
        arguments: [
            (#""storage":"memory""#, 10052), (#""max_consumers":3"#, 10052), (#""retention":"workqueue""#, 10052),
            (#""num_replicas":3"#, 10074), (#""max_msgs":7"#, 0),
        ]
    )
    func update(field: String, number: Int) {
        let harness = makeStream()
        let answer = harness.api("STREAM.UPDATE.S", #"{"name":"S","subjects":["s.>"],\#(field)}"#)
        #expect(answer["error"]?["err_code"] == (number == 0 ? nil : .integer(number)))
    }

    @Test(
        "requests about what is not there say so",
        arguments: [
            ("STREAM.INFO.X", "", 10059), ("STREAM.DELETE.X", "", 10059), ("STREAM.PURGE.X", "", 10059),
            ("STREAM.UPDATE.X", #"{"name":"X"}"#, 10059), ("STREAM.MSG.GET.X", #"{"seq":1}"#, 10059),
            ("STREAM.MSG.GET.S", #"{"seq":9}"#, 10037), ("STREAM.MSG.GET.S", "{}", 10003),
            ("STREAM.MSG.GET.S", #"{"seq":1,"last_by_subj":"s.a"}"#, 10003),
            ("STREAM.MSG.DELETE.S", #"{"seq":9}"#, 10057), ("STREAM.MSG.DELETE.S", "", 10003),
            ("STREAM.PURGE.S", #"{"seq":1,"keep":1}"#, 10003), ("CONSUMER.INFO.S.x", "", 10014),
            ("CONSUMER.DELETE.S.x", "", 10014), ("CONSUMER.INFO.X.x", "", 10059),
            ("CONSUMER.CREATE.S.x", #"{"stream_name":"T","config":{}}"#, 10056),
            ("CONSUMER.CREATE.S.x.s.a", #"{"stream_name":"S","config":{"filter_subject":"s.b"}}"#, 10131),
        ]
    )
    func missing(subject: String, body: String, number: Int) {
        #expect(makeStream().api(subject, body)["error"]?["err_code"] == .integer(number))
    }

    @Test("an idle consumer sends heartbeats, with its place, while somebody listens")
    func heartbeats() {
        let harness = makeStream()
        harness.send("s.a", "1")
        harness.subscribe("d")
        #expect(consume(harness, #","idle_heartbeat":2000000000"#)["error"] == nil)
        #expect(harness.received("d").map(\.text) == ["1"])
        harness.advance(by: 5 * Self.second)
        let beats = harness.received("d")
        #expect(beats.count == 2)
        #expect(
            beats.first?.headerText
                == "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 1\r\nNats-Last-Stream: 1\r\n\r\n"
        )
        #expect(beats.first?.reply == nil)
        harness.unsubscribe("d")
        harness.advance(by: 4 * Self.second)
        #expect(harness.received("d").isEmpty)
    }

    @Test("a consumer that nobody listens to goes after its threshold, and not before")
    func inactivity() {
        let harness = makeStream()
        harness.subscribe("d")
        _ = consume(harness, #","inactive_threshold":10000000000"#)
        harness.advance(by: 60 * Self.second)
        #expect(harness.api("CONSUMER.INFO.S.c")["error"] == nil)
        harness.unsubscribe("d")
        harness.advance(by: 9 * Self.second)
        #expect(harness.api("CONSUMER.INFO.S.c")["error"] == nil)
        harness.subscribe("d")
        harness.advance(by: 60 * Self.second)
        harness.unsubscribe("d")
        harness.advance(by: 10 * Self.second)
        #expect(harness.api("CONSUMER.INFO.S.c")["error"]?["err_code"] == 10014)
    }

    @Test("a reader that does not answer is asked at 1 MiB and waited for at 2 MiB")
    func flowControl() {
        let harness = makeStream()
        let payload = String(repeating: "x", count: 100_000)
        for _ in 0..<40 { harness.send("s.a", payload) }
        harness.subscribe("d")
        _ = consume(harness, #","flow_control":true,"idle_heartbeat":1000000000"#)
        let first = harness.received("d")
        let questions = first.filter { $0.headerText.hasPrefix("NATS/1.0 100 FlowControl Request") }
        #expect(questions.count == 1)
        #expect(first.count > 20 && first.count < 25)
        harness.advance(by: Self.second)
        let beat = harness.received("d").last?.headerText ?? ""
        #expect(beat.contains("Nats-Consumer-Stalled: \(questions.first?.reply?.text ?? "none")\r\n"))
        harness.send(questions.first?.reply?.text ?? "")
        #expect(harness.received("d").filter { !$0.text.isEmpty }.count == 40 - (first.count - 1))
    }

    @Test("headers only keeps the headers and says the size")
    func headersOnly() {
        let harness = makeStream()
        harness.send("s.a", "12345", headers: "A: b")
        harness.subscribe("d")
        _ = consume(harness, #","headers_only":true"#)
        let message = harness.received("d").first
        #expect(message?.headerText == "NATS/1.0\r\nA: b\r\nNats-Msg-Size: 5\r\n\r\n")
        #expect(message?.text == "")
        #expect(message?.subject == "s.a")
    }

    @Test("a key that ends leaves one marker, and the marker ends without another")
    func markers() {
        let harness = makeStream(#","allow_msg_ttl":true,"subject_delete_marker_ttl":5000000000"#)
        harness.send("s.a", "1", headers: "Nats-TTL: 2")
        harness.advance(by: 2 * Self.second)
        let found = harness.send("$JS.API.DIRECT.GET.S.s.a")
        #expect(
            found?.headerText.hasPrefix(
                "NATS/1.0\r\nNats-Marker-Reason: MaxAge\r\nNats-TTL: 5s\r\nNats-Rollup: sub\r\n"
            )
                == true
        )
        harness.advance(by: 5 * Self.second)
        #expect(harness.send("$JS.API.DIRECT.GET.S.s.a")?.headerText == "NATS/1.0 404 Message Not Found\r\n\r\n")
        #expect(harness.api("STREAM.INFO.S")["state"]?["last_seq"] == 2)
    }

    @Test(
        "a pull request gets what is there, then an end",
        arguments: [
            (#"{"batch":2,"no_wait":true}"#, ["1", "2"]),
            (#"{"batch":5,"no_wait":true}"#, ["1", "2", "3", "404 No Messages"]),
            (#"{"batch":5,"expires":2000000000}"#, ["1", "2", "3", "408 Request Timeout"]), ("", ["1"]),
            ("3", ["1", "2", "3"]),
            (#"{"batch":5000}"#, ["409 Exceeded MaxRequestBatch of 10"]), ("{", ["400 Bad Request"]),
        ]
    )
    func pull(body: String, expected: [String]) {
        let harness = makeStream()
        for value in 1...3 { harness.send("s.a", "\(value)") }
        let config = #"{"durable_name":"p","ack_policy":"explicit","max_batch":10}"#
        let created = harness.api("CONSUMER.DURABLE.CREATE.S.p", #"{"stream_name":"S","config":\#(config)}"#)
        #expect(created["error"] == nil)
        var found: [Publication] = []
        if let first = harness.send("$JS.API.CONSUMER.MSG.NEXT.S.p", body) { found.append(first) }
        harness.advance(by: 3 * Self.second)
        found += harness.received("answer")
        let texts = found.map { message in
            let status = message.headerText.dropFirst("NATS/1.0 ".count).prefix { $0 != "\r\n" }
            return message.text.isEmpty ? String(status) : message.text
        }
        #expect(texts == expected)
    }

    @Test("a work queue forgets what is acknowledged, interest what nobody wants")
    func retention() {
        for kind in ["workqueue", "interest"] {
            let harness = makeStream(#","retention":"\#(kind)""#)
            harness.send("s.a", "0")
            #expect(harness.api("STREAM.INFO.S")["state"]?["messages"] == (kind == "interest" ? 0 : 1))
            _ = harness.api(
                "CONSUMER.DURABLE.CREATE.S.p",
                #"{"stream_name":"S","config":{"durable_name":"p","ack_policy":"explicit"}}"#
            )
            harness.send("s.a", "1")
            let before = harness.api("STREAM.INFO.S")["state"]?["messages"]?.number?.int64 ?? 0
            let message = harness.send("$JS.API.CONSUMER.MSG.NEXT.S.p")
            let answer = harness.send(message?.reply?.text ?? "", "+ACK")
            #expect(answer?.text == "")
            #expect(harness.api("STREAM.INFO.S")["state"]?["messages"] == .integer(before - 1))
        }
    }

    @Test("many messages come with one direct get, each with what is left")
    func batch() {
        let harness = makeStream()
        for (index, key) in ["a", "b", "a", "c"].enumerated() { harness.send("s.\(key)", "\(index)") }
        var found = [harness.send("$JS.API.DIRECT.GET.S", #"{"multi_last":["s.a","s.c"]}"#)].compactMap { $0 }
        found += harness.received("answer")
        #expect(found.map(\.text) == ["2", "3", ""])
        #expect(found.first?.headerText.contains("\r\nNats-Num-Pending: 1\r\nNats-Last-Sequence: 0\r\n") == true)
        #expect(
            found.last?.headerText.hasPrefix("NATS/1.0 204 EOB\r\nNats-Num-Pending: 0\r\nNats-Last-Sequence: 4") == true
        )
        found = [harness.send("$JS.API.DIRECT.GET.S", #"{"batch":2,"next_by_subj":"s.*","seq":2}"#)].compactMap { $0 }
        found += harness.received("answer")
        #expect(found.map(\.text) == ["1", "2", ""])
    }

    @Test("a republished message says where it comes from and does not go round in circles")
    func republish() {
        let harness = makeStream(#","republish":{"src":"s.*","dest":"copy.{{wildcard(1)}}"}"#)
        harness.send("s.a", "1", headers: "A: b")
        harness.send("s.a", "2")
        let copies = harness.received("copy.a")
        #expect(copies.map(\.text) == ["1", "2"])
        let headers = copies.last?.headerText ?? ""
        #expect(headers.hasPrefix("NATS/1.0\r\nNats-Stream: S\r\nNats-Subject: s.a\r\nNats-Sequence: 2\r\n"))
        #expect(headers.hasSuffix("Nats-Last-Sequence: 1\r\n\r\n"))
        let circle = harness.api(
            "STREAM.CREATE.T",
            #"{"name":"T","subjects":["t.>"],"republish":{"src":">","dest":"t.>"}}"#
        )
        #expect(circle["error"]?["err_code"] == 10052)
    }

    @Test("deleting a stream removes its consumers in silence")
    func deletion() {
        let harness = makeStream()
        harness.subscribe("d")
        _ = consume(harness, "")
        #expect(harness.api("STREAM.DELETE.S")["success"] == true)
        harness.advance(by: 60 * Self.second)
        #expect(harness.received("d").isEmpty)
        #expect(harness.send("$JS.API.DIRECT.GET.S.s.a") == nil)
        #expect(harness.api("INFO")["consumers"] == 0)
    }
}
