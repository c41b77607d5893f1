import Logging
import Testing

@testable import Gateway

@Suite("Log lines of JSON")
struct JSONLogHandlerTests {
    @Test func `an event is one object in one line`() {
        let event = LogEvent(
            level: .error,
            message: "a \"quoted\"\nline",
            metadata: nil,
            source: "Gateway",
            file: "f",
            function: "g",
            line: 1
        )
        let metadata: Logger.Metadata = [
            "request-id": "r1", "level": "mine", "list": ["a", "b"], "map": ["x": "\u{1}"],
            "number": .stringConvertible(7),
        ]
        let line = String(decoding: JSONLogHandler.line(event, metadata, time: "T"), as: UTF8.self)
        #expect(
            line
                == #"{"time":"T","level":"error","message":"a \"quoted\"\nline","source":"Gateway","_level":"mine","#
                + #""list":["a","b"],"map":{"x":"\u0001"},"number":"7","request-id":"r1"}"# + "\n"
        )
    }

    @Test func `what the logger knows comes with every line, and the level holds`() {
        let log = RecordedLog()
        var logger = log.logger
        logger[metadataKey: "node"] = "n1"
        logger.logLevel = .notice
        logger.info("not this")
        logger.notice("this", metadata: ["k": "v"])
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains(#""level":"notice","message":"this""#) == true)
        #expect(log.lines.first?.hasSuffix(#""k":"v","node":"n1"}"# + "\n") == true)
    }
}
