/// Letters and digits for names that must not be guessed or meet by chance.
enum RandomText {
    static func make(_ count: Int, using random: inout some RandomNumberGenerator) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        let letters = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
        return String(decoding: letters, as: UTF8.self)
    }
}
