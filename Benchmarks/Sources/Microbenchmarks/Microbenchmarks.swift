import Foundation

/// `Microbenchmarks FOLDER [--group NAME] [--list] [--count N]` times the steps of a request one by one, with the documents and
/// values in FOLDER.
///
/// `--group` takes the cases of one group only: engine, json, nats or projection. `--list` names the cases. `--count` runs
/// each case N times within `countedRepetitions`, for a profiler, after as many times outside of it.
@main
struct Microbenchmarks {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let folder = arguments.first, !folder.hasPrefix("--") else {
            print("usage: Microbenchmarks FOLDER [--group NAME] [--list] [--count N]")
            exit(2)
        }
        let inputs = Inputs(folder: folder)
        var cases = try EngineCases.all(inputs)
        cases += try ExecutionCases.all(inputs)
        cases += try JSONCases.all(inputs)
        cases += NATSCases.all()
        cases += try ProjectionCases.all(inputs)
        if let group = value(of: "--group", in: arguments) {
            cases.removeAll { $0.group.rawValue != group }
        }
        let count = value(of: "--count", in: arguments).flatMap { Int($0) }
        for each in cases {
            if arguments.contains("--list") {
                print("\(each.group.rawValue): \(each.name)")
            } else if let count {
                for _ in 0..<count { try each.body() }
                try countedRepetitions(count, each.body)
            } else {
                print(try Measurement(each.name, each.body).line)
            }
        }
    }

    private static func value(of option: String, in arguments: [String]) -> String? {
        guard let index = arguments.firstIndex(of: option), index + 1 < arguments.endIndex else { return nil }
        return arguments[index + 1]
    }
}

/// The files of the folder.
struct Inputs {
    let folder: String

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }
}
