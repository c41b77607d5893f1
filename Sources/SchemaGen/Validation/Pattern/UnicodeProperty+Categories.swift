extension UnicodeProperty {
    /// The short name of a general category, by every name that Unicode gives it.
    static let categories: [String: String] = [
        "Lu": "Lu", "Uppercase_Letter": "Lu",
        "Ll": "Ll", "Lowercase_Letter": "Ll",
        "Lt": "Lt", "Titlecase_Letter": "Lt",
        "Lm": "Lm", "Modifier_Letter": "Lm",
        "Lo": "Lo", "Other_Letter": "Lo",
        "Mn": "Mn", "Nonspacing_Mark": "Mn",
        "Mc": "Mc", "Spacing_Mark": "Mc",
        "Me": "Me", "Enclosing_Mark": "Me",
        "Nd": "Nd", "Decimal_Number": "Nd",
        "Nl": "Nl", "Letter_Number": "Nl",
        "No": "No", "Other_Number": "No",
        "Pc": "Pc", "Connector_Punctuation": "Pc",
        "Pd": "Pd", "Dash_Punctuation": "Pd",
        "Ps": "Ps", "Open_Punctuation": "Ps",
        "Pe": "Pe", "Close_Punctuation": "Pe",
        "Pi": "Pi", "Initial_Punctuation": "Pi",
        "Pf": "Pf", "Final_Punctuation": "Pf",
        "Po": "Po", "Other_Punctuation": "Po",
        "Sm": "Sm", "Math_Symbol": "Sm",
        "Sc": "Sc", "Currency_Symbol": "Sc",
        "Sk": "Sk", "Modifier_Symbol": "Sk",
        "So": "So", "Other_Symbol": "So",
        "Zs": "Zs", "Space_Separator": "Zs",
        "Zl": "Zl", "Line_Separator": "Zl",
        "Zp": "Zp", "Paragraph_Separator": "Zp",
        "Cc": "Cc", "Control": "Cc",
        "Cf": "Cf", "Format": "Cf",
        "Cs": "Cs", "Surrogate": "Cs",
        "Co": "Co", "Private_Use": "Co",
        "Cn": "Cn", "Unassigned": "Cn",
        "L": "L", "Letter": "L",
        "LC": "LC", "Cased_Letter": "LC",
        "M": "M", "Mark": "M",
        "N": "N", "Number": "N",
        "P": "P", "Punctuation": "P",
        "S": "S", "Symbol": "S",
        "Z": "Z", "Separator": "Z",
        "C": "C", "Other": "C",
        "digit": "Nd",
        "punct": "P",
        "cntrl": "Cc",
        "Combining_Mark": "M",
    ]

    /// Whether a category is the one of a short name, or one of its group.
    static func matches(_ category: Unicode.GeneralCategory, _ name: String) -> Bool {
        let own = shortName(category)
        if name == "LC" { return own == "Lu" || own == "Ll" || own == "Lt" }
        return own == name || (name.utf8.count == 1 && own.utf8.first == name.utf8.first)
    }

    private static func shortName(_ category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
