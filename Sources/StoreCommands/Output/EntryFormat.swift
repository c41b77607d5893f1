import Gateway
import JSON
import NATSKV
import NIOCore
import SchemaGen

/// Entries of one API as JSON lines and as cells of a table.
struct EntryFormat: Sendable {
    static let header = ["KEY", "REVISION", "OPERATION", "CREATED", "VALUE"]

    let api: GeneratedAPI

    /// What can be shown of an entry's value.
    enum Shown {
        /// A marker has no value.
        case none
        case text([UInt8])
        /// Another client wrote what the model does not allow.
        case invalid([ValidationIssue])
    }

    func shown(_ entry: KeyValueEntry) -> Shown {
        guard entry.operation == .put else { return .none }
        let text = entry.value.readableBytesUInt8Span
        if api.validator.isValid(text) { return .text(Self.onOneLine(Array(entry.value.readableBytesView))) }
        return .invalid(api.validator.issues(in: text))
    }

    /// `{"key":…,"value":…,"revision":…,"createdAt":…,"operation":…}`, names as in the schema.
    func json(_ entry: KeyValueEntry) -> [UInt8] {
        let value = shown(entry)
        var writer = JSONWriter(reserving: entry.value.readableBytes + 160)
        writer.append(#"{"key":"#)
        writer.writeString(entry.key.rawValue)
        writer.append(#","value":"#)
        if case .text(let text) = value { writer.append(text) } else { writer.writeNull() }
        writer.append(#","revision":"#)
        writer.write(entry.revision)
        writer.append(#","createdAt":"#)
        writer.writeString(entry.created.rfc3339)
        writer.append(#","operation":"#)
        writer.writeString(Self.name(entry.operation))
        if case .invalid(let issues) = value {
            writer.append(#","error":"#)
            writer.write(Self.error(issues))
        }
        writer.append(UInt8(ascii: "}"))
        return writer.bytes
    }

    func cells(_ entry: KeyValueEntry) -> [String] {
        [
            ShownText.safe(entry.key.rawValue), String(entry.revision), Self.name(entry.operation),
            Self.time(entry.created), cell(shown(entry)),
        ]
    }

    func cell(_ value: Shown) -> String {
        switch value {
        case .none: "-"
        case .text(let text): ShownText.safe(String(decoding: text, as: UTF8.self))
        case .invalid(let issues): "(VALUE_INVALID: \(Self.summary(issues)))"
        }
    }

    static func name(_ operation: KeyValueEntry.Operation) -> String {
        switch operation {
        case .put: "PUT"
        case .delete: "DELETE"
        case .purge: "PURGE"
        }
    }

    /// RFC 3339 to the second.
    static func time(_ time: Timestamp) -> String { Timestamp(seconds: time.seconds).rfc3339.prefix(19) + "Z" }

    static func summary(_ issues: [ValidationIssue]) -> String {
        guard let first = issues.first else { return "it does not fit the model" }
        let more = issues.count > 1 ? " (and \(issues.count - 1) more)" : ""
        return ShownText.safe("\(first)") + more
    }

    private static func error(_ issues: [ValidationIssue]) -> JSONValue {
        ["code": "VALUE_INVALID", "issues": .array(issues.map(json))]
    }

    static func json(_ issue: ValidationIssue) -> JSONValue {
        [
            "pointer": .string(issue.pointer.description), "keyword": .string(issue.keyword),
            "found": .string(issue.found), "expected": .string(issue.expected),
        ]
    }

    /// Another client may have stored text with line breaks; between tokens they mean nothing.
    static func onOneLine(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { $0 == 0x0A || $0 == 0x0D }), let value = try? JSONValue(parsing: text) else {
            return text
        }
        return value.bytes()
    }
}
