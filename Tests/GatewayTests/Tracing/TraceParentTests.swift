import NIOHTTP1
import Testing

@testable import Gateway

@Suite("traceparent and tracestate")
struct TraceParentTests {
    private static let id = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00f067aa0ba902b7"

    @Test(
        "a field of this or a later version is taken",
        arguments: [
            "00-\(id)-\(parent)-01", " 00-\(id)-\(parent)-00 ", "cc-\(id)-\(parent)-09", "cc-\(id)-\(parent)-01-more",
        ]
    )
    func valid(field: String) throws {
        let trace = try #require(TraceParent(field))
        #expect(trace.traceID == Self.id)
        #expect(trace.text.hasPrefix("00-\(Self.id)-\(Self.parent)-0") && trace.text.utf8.count == 55)
    }

    @Test(
        "any other is ignored",
        arguments: [
            "", "00", "00-\(id)-\(parent)", "ff-\(id)-\(parent)-01", "00-\(id)-\(parent)-01-more",
            "00-\(id)-\(parent)-01-", "cc-\(id)-\(parent)-01more", "00-\(id)-\(parent)-0x",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-\(parent)-01", "00-\(id)-0000000000000000-01",
            "00-00000000000000000000000000000000-\(parent)-01", "00_\(id)-\(parent)-01",
            "00-\(id)-\(parent)-01\r\nX: y", "0\u{e9}-\(id)-\(parent)-01",
        ]
    )
    func invalid(field: String) { #expect(TraceParent(field) == nil) }

    @Test func `a state is passed on only where it can be read`() {
        for state in ["a=1", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "t@v=x , b=2", "a=1,,b=2"] {
            #expect(TraceState.isFit(state), "\(state)")
        }
        let long = String(repeating: "a", count: 511) + "=1"
        let many = (0..<33).map { "k\($0)=v" }.joined(separator: ",")
        for state in ["", "a", "=1", "A=1", "a=\u{7f}", "a=1\r\nb: c", long, many] {
            #expect(!TraceState.isFit(state), "\(state)")
        }
    }

    @Test func `two parents are none`() {
        let fields = RequestFields(
            HTTPHeaders([
                ("traceparent", "00-\(Self.id)-\(Self.parent)-01"), ("tracestate", "a=1"), ("tracestate", "b=2"),
            ])
        )
        #expect(fields.trace == TraceFields(parent: "00-\(Self.id)-\(Self.parent)-01", state: "a=1,b=2"))
        let twice = RequestFields(
            HTTPHeaders([("traceparent", "00-\(Self.id)-\(Self.parent)-01"), ("traceparent", "x")])
        )
        #expect(twice.trace.flatMap { TraceParent($0.parent) } == nil)
    }
}
