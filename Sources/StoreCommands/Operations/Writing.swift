import JSON
import NATSKV
import NIOCore

/// `kvgraph put`, `create` and `update`: one value, checked and completed as the gateway's mutations do it.
package struct Writing: Sendable {
    package var key: String
    package var value: ValueArgument
    package var condition: Condition

    package enum Condition: Sendable, Equatable {
        case always
        case absent
        case revision(UInt64)
    }

    package init(key: String, value: ValueArgument, condition: Condition) {
        self.key = key
        self.value = value
        self.condition = condition
    }

    package func run(_ session: StoreSession, _ output: CommandOutput) async throws(CommandError) {
        let text = try value.admitted(by: session.api, key: key)
        let acknowledgement: WriteAcknowledgement
        do {
            let condition: WriteCondition =
                switch condition {
                case .always: .always
                case .absent: .absent
                case .revision(let revision): .revision(revision)
                }
            acknowledgement = try await session.bucket.put(ByteBuffer(bytes: text), at: KeyValueKey(key), if: condition)
        } catch {
            throw CommandError(error, key: key)
        }
        guard output.form == .lines else {
            return try output.line("\(ShownText.safe(key)) \(verb) (revision \(acknowledgement.revision))")
        }
        var writer = JSONWriter(reserving: text.count + 100)
        writer.append(#"{"key":"#)
        writer.writeString(key)
        writer.append(#","value":"#)
        writer.append(EntryFormat.onOneLine(text))
        writer.append(#","revision":"#)
        writer.write(acknowledgement.revision)
        writer.append(#","operation":"PUT"}"#)
        try output.line(writer.bytes)
    }

    private var verb: String {
        switch condition {
        case .always: "put"
        case .absent: "created"
        case .revision: "updated"
        }
    }
}
