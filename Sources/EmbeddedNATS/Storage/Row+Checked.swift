import GRDB

/// GRDB's typed subscripts trap on a value of another type, which a damaged file may hold. These throw.
extension Row {
    struct WrongType: Error, CustomStringConvertible {
        let column: Int
        let found: String
        var description: String { "column \(column) holds \(found)" }
    }

    func integer(_ column: Int) throws -> Int64 {
        guard let value = try optionalInteger(column) else { throw WrongType(column: column, found: "NULL") }
        return value
    }

    func optionalInteger(_ column: Int) throws -> Int64? {
        switch (self[column] as DatabaseValue).storage {
        case .null: return nil
        case .int64(let value): return value
        case .double: throw WrongType(column: column, found: "a decimal number")
        case .string: throw WrongType(column: column, found: "text")
        case .blob: throw WrongType(column: column, found: "bytes")
        }
    }

    func text(_ column: Int) throws -> String {
        guard case .string(let text) = (self[column] as DatabaseValue).storage else {
            throw WrongType(column: column, found: "no text")
        }
        return text
    }
}
