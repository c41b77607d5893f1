import Foundation

/// The table of docs/nats.md that tells which subjects a user needs.
struct PermissionTable {
    /// Its rows, by their first column.
    enum Row: String, CaseIterable, Sendable {
        case bind = "bind to a bucket, read its status"
        case newest = "read newest values"
        case newestBySubject = "read a key by permission of its subject"
        case revisions = "read revisions, histories and pages"
        case watch = "watch, list keys"
        case write = "write"
        case leader = "read from the leader, create keys that have revisions"
        case removeMarkers = "remove markers"
        case makeBuckets = "create, adopt and change buckets"
        case deleteBuckets = "delete buckets"
        case listBuckets = "list buckets"
    }

    struct Defect: Error, CustomStringConvertible {
        var description: String
    }

    private var subjects: [Row: [String]] = [:]

    /// The table as it stands in the documentation, for the bucket `b` and all its keys.
    static func documented() throws -> PermissionTable {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/nats.md"), encoding: .utf8)
        let section = text.components(separatedBy: "\n## Permissions\n").dropFirst().first ?? ""
        let lines = section.components(separatedBy: "\n## ")[0].components(separatedBy: "\n")
        var table = PermissionTable()
        for line in lines.filter({ $0.hasPrefix("| ") }).dropFirst(2) {
            let columns = line.components(separatedBy: "|")
            guard columns.count == 4, let row = Row(rawValue: columns[1].trimmingCharacters(in: .whitespaces)) else {
                throw Defect(description: "no test knows the row: \(line)")
            }
            // What stands between backticks.
            let quoted = columns[2].components(separatedBy: "`").enumerated().filter { !$0.offset.isMultiple(of: 2) }
            table.subjects[row] = quoted.map { subject(of: $0.element) }
        }
        for row in Row.allCases where table.subjects[row] == nil {
            throw Defect(description: "docs/nats.md has no row: \(row.rawValue)")
        }
        return table
    }

    private static func subject(of text: String) -> String {
        (text.hasPrefix("API.") ? "$JS." + text : text)
            .replacingOccurrences(of: "<bucket>", with: "b").replacingOccurrences(of: "<key>", with: ">")
    }

    func subjects(of rows: Set<Row>) -> [String] { Set(rows.flatMap { subjects[$0] ?? [] }).sorted() }
}
