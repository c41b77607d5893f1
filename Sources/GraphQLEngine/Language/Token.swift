/// A lexical token, spec 2.1.6, as offsets into the source.
struct Token {
    var kind: Kind
    var start: UInt32
    var end: UInt32

    var range: SourceRange { SourceRange(offset: start, count: end &- start) }

    enum Kind: UInt8 {
        case endOfFile
        case bang, dollar, ampersand, parenLeft, parenRight, spread, colon, equals, at
        case bracketLeft, bracketRight, braceLeft, pipe, braceRight
        case name, int, float, string, blockString

        /// What messages call this kind: the punctuator in quotes, or the name of the kind.
        var description: String {
            switch self {
            case .endOfFile: "<EOF>"
            case .bang: "\"!\""
            case .dollar: "\"$\""
            case .ampersand: "\"&\""
            case .parenLeft: "\"(\""
            case .parenRight: "\")\""
            case .spread: "\"...\""
            case .colon: "\":\""
            case .equals: "\"=\""
            case .at: "\"@\""
            case .bracketLeft: "\"[\""
            case .bracketRight: "\"]\""
            case .braceLeft: "\"{\""
            case .pipe: "\"|\""
            case .braceRight: "\"}\""
            case .name: "Name"
            case .int: "Int"
            case .float: "Float"
            case .string: "String"
            case .blockString: "BlockString"
            }
        }
    }
}
