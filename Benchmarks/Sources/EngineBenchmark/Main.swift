import Foundation
import GraphQLEngine

/// `EngineBenchmark [FOLDER] [--only NAME] [--count N]` times parsing, validation and execution of the documents in FOLDER
/// (default: `Queries`). With `--only` one case runs, with `--count` so many times without timing, for profilers; `--list`
/// names the cases.
@main
struct EngineBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let folder = arguments.first.flatMap { $0.hasPrefix("--") ? nil : $0 } ?? "Queries"
        if arguments.contains("--list") {
            for (name, _) in try cases(folder) { print(name) }
            return
        }
        let only = value(of: "--only", in: arguments)
        let count = value(of: "--count", in: arguments).flatMap { Int($0) }
        for (name, body) in try cases(folder) where only == nil || only == name {
            if let count {
                for _ in 0..<count {
                    try body()
                }
            } else {
                print(try Measurement(name, body).line)
            }
        }
    }

    private static func value(of option: String, in arguments: ArraySlice<String>) -> String? {
        guard let index = arguments.firstIndex(of: option), index + 1 < arguments.endIndex else { return nil }
        return arguments[index + 1]
    }

    private static func cases(_ folder: String) throws -> [(String, () throws -> Void)] {
        func bytes(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name + ".graphql")))
        }
        let schema = try Schema(sdl: String(decoding: bytes("schema"), as: UTF8.self))
        let get = try bytes("get")
        let introspection = try bytes("introspection")
        let everything = try bytes("everything")
        func parse(_ text: [UInt8]) throws {
            blackHole(try Parser.parse(text))
        }
        func validate(_ text: [UInt8]) throws {
            let errors = Validator.validate(try Parser.parse(text), schema: schema)
            guard errors.isEmpty else { throw errors[0] }
        }
        return [
            ("kv_get parse", { try parse(get) }),
            ("kv_get parse+validate", { try validate(get) }),
            ("introspection parse", { try parse(introspection) }),
            ("introspection parse+validate", { try validate(introspection) }),
            ("everything parse", { try parse(everything) }),
        ] + (try ExecutionCases.all(get: get, introspection: introspection))
    }

    @inline(never)
    private static func blackHole<T>(_ value: T) {}
}
