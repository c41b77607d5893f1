/// Makes operations that are valid for the schema of `ValidationHarness`, but for a few.
struct FuzzRequests {
    var random: FuzzRandom
    private var aliases = 0
    private var used: Set<String> = []
    private var fragments: [String] = []

    private struct Choice {
        var text: String
        var type: String?
    }

    private static let variables = ["$a": "Int", "$b": "String! = \"x\"", "$c": "Boolean! = true", "$d": "[Int!]"]

    private static let named = [
        Choice(text: "name"), Choice(text: "name(surname: $c)"), Choice(text: "name(surname: true)"),
        Choice(text: "nickname"), Choice(text: "__typename"),
    ]
    private static let fields: [String: [Choice]] = [
        "Query": [
            Choice(text: "dog", type: "Dog"), Choice(text: "pet", type: "Pet"),
            Choice(text: "catOrDog", type: "CatOrDog"),
            Choice(text: "human(id: 1)", type: "Human"), Choice(text: "int(value: $a)"), Choice(text: "int"),
            Choice(text: "float(value: 1.5)"), Choice(text: "text(value: $b)"), Choice(text: "withDefault(value: $b)"),
            Choice(text: "command(value: HEEL)"), Choice(text: "list(values: $d)"), Choice(text: "list(values: 1)"),
            Choice(text: "nested(values: [[1, $a], null])"), Choice(text: "anything(value: {a: [$a, \"\\u{e9}\"]})"),
            Choice(text: "options(value: {required: $c, list: [$b], inner: {required: false}})"),
            Choice(text: "choice(value: {text: $b})"), Choice(text: "__typename"),
            Choice(text: "__schema { queryType { name } directives { name args { name defaultValue } } }"),
            Choice(text: "__type(name: $b) { kind fields { name } enumValues { name } }"),
        ],
        "Dog": named + [
            Choice(text: "barkVolume"), Choice(text: "doesKnow(command: SIT)"), Choice(text: "owner", type: "Human"),
        ],
        "Cat": named + [Choice(text: "meowVolume"), Choice(text: "meows")],
        "Pet": named,
        "Human": [Choice(text: "name"), Choice(text: "pets", type: "Pet"), Choice(text: "__typename")],
        "CatOrDog": [Choice(text: "__typename")],
        "Mutation": [Choice(text: "setName(name: $b)"), Choice(text: "setName(name: \"\"\"\n  x\n\"\"\")")],
    ]
    private static let narrower = ["Pet": ["Dog", "Cat", "Being"], "CatOrDog": ["Dog", "Cat", "Pet"], "Dog": ["Pet"]]

    init(random: FuzzRandom) {
        self.random = random
    }

    mutating func request() -> String {
        let root = random.oneIn(6) ? "Mutation" : "Query"
        let selections = selectionSet(on: root, depth: 0)
        let variables = used.sorted().map { "\($0): \(Self.variables[$0] ?? "Int")" }.joined(separator: ", ")
        let head = root == "Query" ? "query" : "mutation"
        return head + " Q" + (variables.isEmpty ? "" : "(\(variables))") + selections
            + fragments.joined(separator: "\n")
    }

    private mutating func selectionSet(on type: String, depth: Int) -> String {
        "{" + (0...random.below(4)).map { _ in selection(on: type, depth: depth) }.joined(separator: " ") + "}"
    }

    private mutating func selection(on type: String, depth: Int) -> String {
        let condition =
            random.oneIn(6) ? random.pick([" @skip(if: $c)", " @include(if: true)", " @include(if: $c)"]) : ""
        note(condition)
        if depth < 6, random.oneIn(4) {
            let inner = random.pick((Self.narrower[type] ?? []) + [type])
            let body = selectionSet(on: inner == "Being" ? "Pet" : inner, depth: depth + 1)
            switch random.below(3) {
            case 0: return "... on \(inner == "Being" ? "Pet" : inner)\(condition) \(body)"
            case 1:
                let name = "F\(fragments.count)"
                fragments.append("fragment \(name) on \(inner == "Being" ? "Pet" : inner) \(body)")
                return "...\(name)\(condition)"
            default: return "...\(condition) \(selectionSet(on: type, depth: depth + 1))"
            }
        }
        let choice = random.pick(Self.fields[type] ?? Self.named)
        note(choice.text)
        let isPlain = !choice.text.contains("(") && random.oneIn(2)
        aliases += 1
        let alias = isPlain ? "" : "f\(random.oneIn(30) ? 1 : aliases): "
        let below = choice.type.map { " " + selectionSet(on: $0, depth: depth + 1) } ?? ""
        return alias + choice.text + condition + below
    }

    private mutating func note(_ text: String) {
        for name in Self.variables.keys where text.contains(name) {
            used.insert(name)
        }
    }
}
