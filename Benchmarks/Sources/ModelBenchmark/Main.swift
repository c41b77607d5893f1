import Foundation
import SchemaGen

/// Times what a large model costs at start (reading it, generating its schema, compiling its validator) and what a
/// large value costs on write. With a folder as its argument it leaves the model and the value there for other validators.
@main
struct ModelBenchmark {
    static func main() throws {
        let large = LargeModel()
        let schema = Array(large.schema.utf8)
        let value = Array(large.value.utf8)
        if let folder = CommandLine.arguments.dropFirst().first {
            try large.schema.write(toFile: folder + "/model.json", atomically: true, encoding: .utf8)
            try large.value.write(toFile: folder + "/value.json", atomically: true, encoding: .utf8)
        }
        print("\(LargeModel.properties) properties in \(LargeModel.levels) levels, model of \(schema.count) bytes")
        try time("read the model", repetitions: 20) { _ = try Model(text: schema) }
        let definition = APIDefinition(namespace: "kv", model: try Model(text: schema))
        try time("generate its schema and validator", repetitions: 10) { _ = try generate([definition]) }
        let api = try generate([definition]).apis[0]
        let issues = api.validator.issues(in: value.span)
        print("a value of \(value.count) bytes, \(issues.count) issues")
        for issue in issues.prefix(3) { print("  \(issue)") }
        // What is counted cannot be optimised away.
        var fitting = 0
        var bytes = 0
        time("validate it", repetitions: 500) { fitting += api.validator.isValid(value.span) ? 1 : 0 }
        time("fill in its defaults", repetitions: 500) {
            bytes += api.validator.fillingDefaults(value.span)?.count ?? 0
        }
        print("\(fitting) times it fitted, \(bytes) bytes were filled")
    }

    /// Prints the median of single runs after one to warm up.
    private static func time(_ name: String, repetitions: Int, _ body: () throws -> Void) rethrows {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0...repetitions { times.append(try clock.measure(body)) }
        let median = times.dropFirst().sorted()[repetitions / 2]
        print("\(name): \(Int(median / .microseconds(1))) us")
    }
}
