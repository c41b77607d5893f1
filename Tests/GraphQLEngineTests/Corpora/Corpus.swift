import Foundation
import JSON
import Testing

/// The recorded cases of the reference implementation. They run when `KVGRAPH_CORPORA` names the folder that holds
/// `graphql/*.jsonl`.
enum Corpus {
    static let folder = ProcessInfo.processInfo.environment["KVGRAPH_CORPORA"]
    /// Whether to print what differs in each failing case, not only its id.
    static let isVerbose = ProcessInfo.processInfo.environment["KVGRAPH_CORPORA_VERBOSE"] != nil

    /// Runs every case of a file and prints one line with the result, and the ids that fail.
    ///
    /// - Parameters:
    ///   - file: The name in the folder, without `.jsonl`.
    ///   - exceptions: Where the September 2025 edition differs from the recording; asked only for cases that differ.
    ///   - check: Says how the engine's answer differs from the recorded one; nil where it does not.
    static func run(
        _ file: String,
        exceptions: [CorpusException] = [],
        _ check: (CorpusCase) throws -> CorpusDifference?
    ) throws {
        guard let folder else {
            print("corpus \(file): not run, KVGRAPH_CORPORA is not set")
            return
        }
        var passed = 0
        var excepted = 0
        var failed: [(id: String, difference: String)] = []
        let cases = try read(folder + "/graphql/\(file).jsonl")
        for item in cases {
            guard let difference = try check(item) else {
                passed += 1
                continue
            }
            if exceptions.contains(where: { $0.applies(item, difference) }) {
                excepted += 1
            } else {
                failed.append((item.id, difference.description))
            }
        }
        print("corpus \(file): \(passed) of \(cases.count), \(excepted) excepted")
        for (id, difference) in failed {
            print(isVerbose ? "  \(id): \(difference)" : "  \(id)")
        }
        #expect(!cases.isEmpty)
        #expect(failed.isEmpty, "\(failed.count) cases of \(file) differ")
    }

    private static func read(_ path: String) throws -> [CorpusCase] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        return try bytes.split(separator: 0x0A).map { try CorpusCase(JSONValue(parsing: Array($0))) }
    }
}

/// One line of a corpus file.
struct CorpusCase {
    let id: String
    let value: JSONValue

    init(_ value: JSONValue) throws {
        self.value = value
        id = try #require(value["id"]?.string)
    }

    /// A member; nil where it is absent or null.
    subscript(name: String) -> JSONValue? {
        guard let member = value[name], !member.isNull else { return nil }
        return member
    }

    func string(_ name: String) -> String? { self[name]?.string }

    /// Whether messages show values in the recorder's own notation.
    var hasRecorderWording: Bool { self["py_wording"]?.bool ?? false }
}

/// How the engine's answer differs from the recorded one.
struct CorpusDifference: CustomStringConvertible {
    /// What to print.
    var description: String
    /// Errors of the recording; empty where the difference is in something else.
    var expected: [CorpusError] = []
    /// Errors of the engine.
    var actual: [CorpusError] = []

    init(_ description: String) {
        self.description = description
    }
}

/// A class of cases in which the September 2025 edition of the specification differs from the recording.
struct CorpusException: Sendable {
    /// What differs.
    let reason: String
    /// The section of the specification, September 2025 edition.
    let section: String
    /// Whether a case is of this class and the engine's answer is what the edition says.
    let applies: @Sendable (CorpusCase, CorpusDifference) -> Bool
}
