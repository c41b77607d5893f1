extension JSONValue {
    /// The value after a merge patch (RFC 7386): members of the patch replace, `null` removes, objects merge; anything
    /// but an object replaces the whole.
    ///
    /// Recursion follows the patch, so a patch nested deeper than ``depthLimit`` replaces what lies below that depth.
    public func mergePatched(with patch: JSONValue) -> JSONValue { mergePatched(with: patch, levels: Self.depthLimit) }

    private func mergePatched(with patch: JSONValue, levels: Int) -> JSONValue {
        guard levels > 0, case .object(let changes) = patch else { return patch }
        var result = object ?? JSONObject()
        for change in changes {
            if change.value.isNull {
                result[change.name] = nil
            } else {
                let old = result[change.name] ?? .null
                result[change.name] = old.mergePatched(with: change.value, levels: levels - 1)
            }
        }
        return .object(result)
    }
}
