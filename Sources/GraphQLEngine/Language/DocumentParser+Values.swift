/// Spec 2.6, 2.9, 2.10, 2.12, 2.13: arguments, values, types, directives.
extension DocumentParser {
    /// Arguments[Const] : ( Argument[?Const]+ )
    @inline(__always)
    mutating func parseArguments(isConstant: Bool) throws(SyntaxError) -> NodeRange<Document.Argument> {
        guard token.kind == .parenLeft else { return .none }
        return try parseArgumentList(isConstant: isConstant)
    }

    private mutating func parseArgumentList(isConstant: Bool) throws(SyntaxError) -> NodeRange<Document.Argument> {
        try advance()
        let first = document.arguments.count
        repeat {
            // Argument[Const] : Name : Value[?Const]
            let name = try parseName()
            try expect(.colon)
            let value = try parseValue(isConstant: isConstant)
            document.arguments.append(Document.Argument(range: range(from: name.offset), name: name, value: value))
        } while try !skip(.parenRight)
        return NodeRange(UInt32(first), UInt32(document.arguments.count))
    }

    /// Directives[Const] : Directive[?Const]+
    @inline(__always)
    mutating func parseDirectives(isConstant: Bool) throws(SyntaxError) -> NodeRange<Document.Directive> {
        guard token.kind == .at else { return .none }
        return try parseDirectiveList(isConstant: isConstant)
    }

    private mutating func parseDirectiveList(isConstant: Bool) throws(SyntaxError) -> NodeRange<Document.Directive> {
        let first = document.directives.count
        repeat {
            // Directive[Const] : @ Name Arguments[?Const]?
            let start = token.start
            try advance()
            let name = try parseName()
            let arguments = try parseArguments(isConstant: isConstant)
            document.directives.append(
                Document.Directive(range: range(from: start), name: name, arguments: arguments)
            )
        } while token.kind == .at
        return NodeRange(UInt32(first), UInt32(document.directives.count))
    }

    /// Value[Const] : the forms of spec 2.9; with `isConstant` no variable may occur in it.
    mutating func parseValue(isConstant: Bool) throws(SyntaxError) -> Document.Value {
        let start = token
        let kind: Document.Value.Kind
        switch start.kind {
        case .dollar:
            return try parseVariable(isConstant: isConstant)
        case .int: kind = .int
        case .float: kind = .float
        case .string: kind = .string(isBlock: false)
        case .blockString: kind = .string(isBlock: true)
        case .name: kind = namedValue(start)
        case .bracketLeft:
            return try parseList(isConstant: isConstant)
        case .braceLeft:
            return try parseObject(isConstant: isConstant)
        default:
            throw unexpected(start)
        }
        try advance()
        return Document.Value(range: start.range, kind: kind)
    }

    /// BooleanValue, NullValue or EnumValue
    private func namedValue(_ token: Token) -> Document.Value.Kind {
        if isName(token, "true") {
            return .boolean(true)
        }
        if isName(token, "false") {
            return .boolean(false)
        }
        return isName(token, "null") ? .null : .enumeration
    }

    /// Variable : $ Name
    private mutating func parseVariable(isConstant: Bool) throws(SyntaxError) -> Document.Value {
        let dollar = token
        try advance()
        if isConstant {
            guard token.kind == .name else { throw unexpected(dollar) }
            let name = document.source.text(of: token.range)
            throw SyntaxError("Unexpected variable \"$\(name)\" in constant value.", at: Int(dollar.start))
        }
        let name = try parseName()
        return Document.Value(range: range(from: dollar.start), kind: .variable(name: name))
    }

    /// ListValue[Const] : [ ] | [ Value[?Const]+ ]
    private mutating func parseList(isConstant: Bool) throws(SyntaxError) -> Document.Value {
        let start = token.start
        try enter()
        try advance()
        let base = scratchValues.count
        while try !skip(.bracketRight) {
            scratchValues.append(try parseValue(isConstant: isConstant))
        }
        leave()
        let first = UInt32(document.values.count)
        for index in base..<scratchValues.count {
            document.values.append(scratchValues[index])
        }
        scratchValues.removeLast(scratchValues.count - base)
        let items = NodeRange<Document.Value>(first, UInt32(document.values.count))
        return Document.Value(range: range(from: start), kind: .list(items))
    }

    /// ObjectValue[Const] : { } | { ObjectField[?Const]+ }
    private mutating func parseObject(isConstant: Bool) throws(SyntaxError) -> Document.Value {
        let start = token.start
        try enter()
        try advance()
        let base = scratchObjectFields.count
        while try !skip(.braceRight) {
            // ObjectField[Const] : Name : Value[?Const]
            let name = try parseName()
            try expect(.colon)
            let value = try parseValue(isConstant: isConstant)
            let range = range(from: name.offset)
            scratchObjectFields.append(Document.ObjectField(range: range, name: name, value: value))
        }
        leave()
        let first = UInt32(document.objectFields.count)
        for index in base..<scratchObjectFields.count {
            document.objectFields.append(scratchObjectFields[index])
        }
        scratchObjectFields.removeLast(scratchObjectFields.count - base)
        let fields = NodeRange<Document.ObjectField>(first, UInt32(document.objectFields.count))
        return Document.Value(range: range(from: start), kind: .object(fields))
    }

    /// Type : NamedType | ListType | NonNullType
    mutating func parseTypeReference() throws(SyntaxError) -> Document.TypeReference {
        let start = token.start
        let kind: Document.TypeReference.Kind
        if token.kind == .bracketLeft {
            try enter()
            try advance()
            let item = try parseTypeReference()
            try expect(.bracketRight)
            leave()
            kind = .list(NodeID(index: UInt32(document.typeReferences.count)))
            document.typeReferences.append(item)
        } else {
            kind = .named(try parseName())
        }
        let isNonNull = try skip(.bang)
        return Document.TypeReference(range: range(from: start), kind: kind, isNonNull: isNonNull)
    }

    /// Whether a string stands where a description may.
    var isAtDescription: Bool {
        token.kind == .string || token.kind == .blockString
    }

    /// Description : StringValue
    mutating func parseDescription() throws(SyntaxError) -> Document.StringValue? {
        guard isAtDescription else { return nil }
        let literal = Document.StringValue(range: token.range, isBlock: token.kind == .blockString)
        try advance()
        return literal
    }
}
