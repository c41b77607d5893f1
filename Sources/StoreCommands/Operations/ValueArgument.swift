import Gateway
import JSON
import SchemaGen

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A value as it is given on the command line: JSON, `@FILE` for a file's contents, `-` or nothing for standard input.
package struct ValueArgument: Sendable {
    private static let sizeLimit = 64 << 20

    private let source: String
    private let text: [UInt8]

    /// - Parameter argument: `nil` where none was given.
    package init(_ argument: String?) throws(CommandError) {
        if let argument, argument != "-" {
            guard argument.hasPrefix("@") else {
                self.init(source: "the value", text: Array(argument.utf8))
                return
            }
            let path = String(argument.dropFirst())
            do {
                let text = try FileContents.read(path, limit: Self.sizeLimit, expected: "a readable file of JSON")
                self.init(source: path, text: text)
            } catch {
                throw CommandError(error)
            }
        } else {
            guard argument != nil || isatty(0) == 0 else {
                throw CommandError(.usage, "VALUE: found nothing, expected JSON, @FILE or - for standard input")
            }
            self.init(source: "standard input", text: try Self.standardInput())
        }
    }

    init(source: String, text: [UInt8]) {
        self.source = source
        self.text = text
    }

    /// The bytes to store: defaults filled in, checked against the model of `api`.
    func admitted(by api: GeneratedAPI, key: String) throws(CommandError) -> [UInt8] {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text)
        } catch {
            throw syntaxError(error)
        }
        switch api.admit(value) {
        case .accepted(let bytes): return bytes
        case .refused(let issues):
            let lines = issues.map { "\n  \(ShownText.safe("\($0)"))" }.joined()
            throw CommandError(
                .failure,
                "\(ShownText.quoted(key)): VALUE_INVALID: the value does not fit the model:\(lines)"
            )
        }
    }

    private func syntaxError(_ error: JSONError) -> CommandError {
        let place = error.position(in: text.span)
        var message = "\(source): line \(place.line), column \(place.column): found text that is no JSON, "
        message += "expected \(error.expectation)"
        if text.isEmpty {
            message = "\(source): found nothing, expected JSON"
        } else if error.offset == 0, let first = text.first, first > 0x40, first != UInt8(ascii: "[") {
            message += "; a string needs its double quotes: '\"text\"'"
        }
        return CommandError(.failure, "VALUE_INVALID: " + message)
    }

    private static func standardInput() throws(CommandError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                var got = read(0, buffer.baseAddress, buffer.count)
                while got < 0, errno == EINTR { got = read(0, buffer.baseAddress, buffer.count) }
                count = max(0, got)
            }
            if part.isEmpty { return bytes }
            bytes += part
            guard bytes.count <= sizeLimit else {
                throw CommandError(.failure, "standard input: found more than \(sizeLimit) bytes, expected one value")
            }
        }
    }
}
