import JSON

extension JSONObject {
    /// The members with the given names first, in that order, then the others as they are.
    ///
    /// Coercion works in the order of a type's fields. A value that is stored keeps the order in which it was sent.
    func arranged(by names: [String]) -> JSONObject {
        guard names.count > 1, !zip(self, names).allSatisfy({ $0.name == $1 }) else { return self }
        var result = JSONObject()
        result.reserveCapacity(count)
        for name in names { result[name] = self[name] }
        for member in self where result[member.name] == nil { result[member.name] = member.value }
        return result
    }
}
