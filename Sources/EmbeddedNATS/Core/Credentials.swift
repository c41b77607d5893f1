/// Who may connect.
enum Credentials: Sendable, Equatable {
    case anyone
    case token(String)
    case user(String, password: String)

    var areRequired: Bool { self != .anyone }

    func admit(_ options: ClientOptions) -> Bool {
        switch self {
        case .anyone: true
        case .token(let token): Self.isSame(options.token ?? "", token)
        case .user(let user, let password):
            // Both are compared, so that the time taken says nothing about which one is wrong.
            Self.isSame(options.user ?? "", user) & Self.isSame(options.password ?? "", password)
        }
    }

    /// Compares without stopping at the first difference.
    private static func isSame(_ given: String, _ wanted: String) -> Bool {
        let given = Array(given.utf8)
        let wanted = Array(wanted.utf8)
        var difference: UInt8 = given.count == wanted.count ? 0 : 1
        for index in given.indices where !wanted.isEmpty {
            difference |= given[index] ^ wanted[index % wanted.count]
        }
        return difference == 0
    }
}

extension Bool {
    fileprivate static func & (left: Bool, right: Bool) -> Bool { left ? right : false }
}
