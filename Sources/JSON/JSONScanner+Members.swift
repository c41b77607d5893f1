extension JSONScanner {
    /// Moves past the opening brace of an object, after white space.
    @inlinable
    public static func beginObject(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        skipWhitespace(source, &position)
        guard position < source.count, source[position] == 0x7B else {
            throw JSONError(.expectedObject, in: source, at: position)
        }
        position &+= 1
    }

    /// Reads the name of the next member and leaves the position at the first byte of its value, which the caller
    /// must read or skip before the next call; `nil` when the object's end was read instead.
    ///
    /// ```swift
    /// try JSONScanner.beginObject(source, &position)
    /// var isFirst = true
    /// while let name = try JSONScanner.nextMember(source, &position, &isFirst) {
    ///     try JSONScanner.skipValue(source, &position)
    /// }
    /// ```
    /// - Parameter isFirst: `true` before the first call; the function sets it to `false`.
    @inlinable
    @inline(__always)
    public static func nextMember(
        _ source: Span<UInt8>,
        _ position: inout Int,
        _ isFirst: inout Bool
    ) throws(JSONError) -> JSONRawString? {
        skipWhitespace(source, &position)
        guard position < source.count else {
            throw JSONError(isFirst ? .expectedMemberName : .expectedCommaOrObjectEnd, in: source, at: position)
        }
        if source[position] == 0x7D {
            position &+= 1
            return nil
        }
        if !isFirst {
            guard source[position] == 0x2C else {
                throw JSONError(.expectedCommaOrObjectEnd, in: source, at: position)
            }
            position &+= 1
            skipWhitespace(source, &position)
        }
        isFirst = false
        return try scanMemberName(source, &position)
    }

    /// Reads a member's name and the colon after it, and moves to its value.
    @inlinable
    @inline(__always)
    static func scanMemberName(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) -> JSONRawString {
        guard position < source.count, source[position] == 0x22 else {
            throw JSONError(.expectedMemberName, in: source, at: position)
        }
        let name = try scanString(source, &position)
        skipWhitespace(source, &position)
        guard position < source.count, source[position] == 0x3A else {
            throw JSONError(.expectedColon, in: source, at: position)
        }
        position &+= 1
        skipWhitespace(source, &position)
        return name
    }

    /// Moves past the opening bracket of an array, after white space.
    @inlinable
    public static func beginArray(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        skipWhitespace(source, &position)
        guard position < source.count, source[position] == 0x5B else {
            throw JSONError(.expectedArray, in: source, at: position)
        }
        position &+= 1
    }

    /// Leaves the position at the first byte of the next element, which the caller must read or skip before the next
    /// call, and returns `true`; `false` when the array's end was read instead.
    ///
    /// - Parameter isFirst: `true` before the first call; the function sets it to `false`.
    @inlinable
    @inline(__always)
    public static func nextElement(
        _ source: Span<UInt8>,
        _ position: inout Int,
        _ isFirst: inout Bool
    ) throws(JSONError) -> Bool {
        skipWhitespace(source, &position)
        guard position < source.count else {
            throw JSONError(isFirst ? .expectedValue : .expectedCommaOrArrayEnd, in: source, at: position)
        }
        if source[position] == 0x5D {
            position &+= 1
            return false
        }
        if !isFirst {
            guard source[position] == 0x2C else {
                throw JSONError(.expectedCommaOrArrayEnd, in: source, at: position)
            }
            position &+= 1
            skipWhitespace(source, &position)
            // A closing bracket here is no value: "[1,]" must fail even if the caller looks at the byte itself.
            guard kind(source, position) != nil else { throw JSONError(.expectedValue, in: source, at: position) }
        }
        isFirst = false
        return true
    }
}
