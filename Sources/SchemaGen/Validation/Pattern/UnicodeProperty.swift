/// A Unicode property that `\p{…}` may name.
enum UnicodeProperty: Sendable, Hashable {
    /// General categories by their two letters; one letter stands for all that begin with it, `LC` for cased letters.
    case category(String)
    case any, ascii, assigned, alphabetic, uppercase, lowercase, whiteSpace, math, dash, hexDigit, ideographic
    case idStart, idContinue, emoji, emojiPresentation, emojiModifier, emojiModifierBase, emojiComponent
    case extendedPictographic, diacritic, cased, variationSelector, noncharacter, defaultIgnorable

    /// A property from the text between the braces; nil if ECMA-262 has none of that name.
    init?(_ text: String) {
        var name = text
        for prefix in ["General_Category=", "gc="] where text.hasPrefix(prefix) {
            name = String(text.dropFirst(prefix.count))
        }
        if let category = Self.categories[name] {
            self = .category(category)
        } else if name == text, let property = Self.binary[name] {
            self = property
        } else {
            return nil
        }
    }

    /// Whether the text names a script, which ECMA-262 knows and the standard library does not.
    static func isScript(_ text: String) -> Bool {
        ["Script=", "sc=", "Script_Extensions=", "scx="].contains { text.hasPrefix($0) && text.count > $0.count }
    }

    func contains(_ code: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(code) else { return self == .any }
        let properties = scalar.properties
        switch self {
        case .category(let name): return Self.matches(properties.generalCategory, name)
        case .any: return true
        case .ascii: return code < 128
        case .assigned: return properties.generalCategory != .unassigned
        case .alphabetic: return properties.isAlphabetic
        case .uppercase: return properties.isUppercase
        case .lowercase: return properties.isLowercase
        case .whiteSpace: return properties.isWhitespace
        case .math: return properties.isMath
        case .dash: return properties.isDash
        case .hexDigit: return properties.isHexDigit
        case .ideographic: return properties.isIdeographic
        case .idStart: return properties.isIDStart
        case .idContinue: return properties.isIDContinue
        case .emoji: return properties.isEmoji
        case .emojiPresentation: return properties.isEmojiPresentation
        case .emojiModifier: return properties.isEmojiModifier
        case .emojiModifierBase: return properties.isEmojiModifierBase
        case .emojiComponent: return Self.contains(code, Self.emojiComponents)
        case .extendedPictographic: return Self.contains(code, Self.pictographs)
        case .diacritic: return properties.isDiacritic
        case .cased: return properties.isCased
        case .variationSelector: return properties.isVariationSelector
        case .noncharacter: return properties.isNoncharacterCodePoint
        case .defaultIgnorable: return properties.isDefaultIgnorableCodePoint
        }
    }

    private static func contains(_ code: UInt32, _ ranges: [ClosedRange<UInt32>]) -> Bool {
        var first = 0
        var end = ranges.count
        while first < end {
            let middle = (first + end) / 2
            if ranges[middle].upperBound < code { first = middle + 1 } else { end = middle }
        }
        return first < ranges.count && ranges[first].contains(code)
    }

    private static let binary: [String: UnicodeProperty] = [
        "Any": .any, "ASCII": .ascii, "Assigned": .assigned, "Alphabetic": .alphabetic, "Alpha": .alphabetic,
        "Uppercase": .uppercase, "Upper": .uppercase, "Lowercase": .lowercase, "Lower": .lowercase,
        "White_Space": .whiteSpace, "space": .whiteSpace, "Math": .math, "Dash": .dash, "Hex_Digit": .hexDigit,
        "Hex": .hexDigit, "Ideographic": .ideographic, "Ideo": .ideographic, "ID_Start": .idStart, "IDS": .idStart,
        "ID_Continue": .idContinue, "IDC": .idContinue, "Emoji": .emoji, "Emoji_Presentation": .emojiPresentation,
        "EPres": .emojiPresentation, "Emoji_Modifier": .emojiModifier, "EMod": .emojiModifier,
        "Emoji_Modifier_Base": .emojiModifierBase, "EBase": .emojiModifierBase, "Emoji_Component": .emojiComponent,
        "EComp": .emojiComponent, "Extended_Pictographic": .extendedPictographic, "ExtPict": .extendedPictographic,
        "Diacritic": .diacritic, "Dia": .diacritic, "Cased": .cased, "Variation_Selector": .variationSelector,
        "VS": .variationSelector, "Noncharacter_Code_Point": .noncharacter, "NChar": .noncharacter,
        "Default_Ignorable_Code_Point": .defaultIgnorable, "DI": .defaultIgnorable,
    ]

    /// emoji-data.txt: Emoji_Component.
    private static let emojiComponents: [ClosedRange<UInt32>] = [
        0x23...0x23, 0x2A...0x2A, 0x30...0x39, 0x200D...0x200D, 0x20E3...0x20E3, 0xFE0F...0xFE0F, 0x1F1E6...0x1F1FF,
        0x1F3FB...0x1F3FF, 0x1F9B0...0x1F9B3, 0xE0020...0xE007F,
    ]

    /// emoji-data.txt: Extended_Pictographic.
    private static let pictographs: [ClosedRange<UInt32>] = [
        0xA9...0xA9, 0xAE...0xAE, 0x203C...0x203C, 0x2049...0x2049, 0x2122...0x2122, 0x2139...0x2139, 0x2194...0x2199,
        0x21A9...0x21AA, 0x231A...0x231B, 0x2328...0x2328, 0x2388...0x2388, 0x23CF...0x23CF, 0x23E9...0x23F3,
        0x23F8...0x23FA, 0x24C2...0x24C2, 0x25AA...0x25AB, 0x25B6...0x25B6, 0x25C0...0x25C0, 0x25FB...0x25FE,
        0x2600...0x2605, 0x2607...0x2612, 0x2614...0x2685, 0x2690...0x2705, 0x2708...0x2712, 0x2714...0x2714,
        0x2716...0x2716, 0x271D...0x271D, 0x2721...0x2721, 0x2728...0x2728, 0x2733...0x2734, 0x2744...0x2744,
        0x2747...0x2747, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2763...0x2767,
        0x2795...0x2797, 0x27A1...0x27A1, 0x27B0...0x27B0, 0x27BF...0x27BF, 0x2934...0x2935, 0x2B05...0x2B07,
        0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x3030...0x3030, 0x303D...0x303D, 0x3297...0x3297,
        0x3299...0x3299, 0x1F000...0x1F0FF, 0x1F10D...0x1F10F, 0x1F12F...0x1F12F, 0x1F16C...0x1F171,
        0x1F17E...0x1F17F, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F1AD...0x1F1E5, 0x1F201...0x1F20F,
        0x1F21A...0x1F21A, 0x1F22F...0x1F22F, 0x1F232...0x1F23A, 0x1F23C...0x1F23F, 0x1F249...0x1F3FA,
        0x1F400...0x1F53D, 0x1F546...0x1F64F, 0x1F680...0x1F6FF, 0x1F774...0x1F77F, 0x1F7D5...0x1F7FF,
        0x1F80C...0x1F80F, 0x1F848...0x1F84F, 0x1F85A...0x1F85F, 0x1F888...0x1F88F, 0x1F8AE...0x1F8FF,
        0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1FAFF, 0x1FC00...0x1FFFD,
    ]
}
