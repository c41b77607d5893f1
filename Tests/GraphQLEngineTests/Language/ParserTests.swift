import GraphQLEngine
import Testing

/// The message without its prefix, line and column of the error that a document gives; nil where it parses.
func syntaxError(_ text: String, limits: ParserLimits = ParserLimits()) -> String? {
    syntaxError(Array(text.utf8), limits: limits)
}

func syntaxError(_ bytes: [UInt8], limits: ParserLimits = ParserLimits()) -> String? {
    do {
        _ = try Parser.parse(bytes, limits: limits)
        return nil
    } catch {
        let place = error.locations.map { "\($0.line):\($0.column)" }.joined()
        return error.message.replacing("Syntax Error: ", with: "") + " " + place
    }
}

@Suite("Parser")
struct ParserTests {
    @Test("an operation has its parts")
    func operation() throws {
        let document = try Parser.parse("query Get($key: String! = \"a\" @x) @y { entry(key: $key) { value } }")
        let operation = try #require(document.operations.first)
        #expect(operation.kind == .query)
        #expect(operation.name.map { document.text(of: $0) } == "Get")
        #expect(operation.directives.count == 1)
        let variable = try #require(operation.variables.first.map { document[$0] })
        #expect(document.text(of: variable.name) == "key")
        #expect(document.text(of: variable.variable) == "$key")
        #expect(variable.type.isNonNull)
        #expect(variable.defaultValue.map { document.stringValue(of: $0) } == "a")
        let selection = try #require(operation.selectionSet.selections.first)
        guard case .field(let id) = document[selection] else {
            Issue.record("no field")
            return
        }
        #expect(document.text(of: document[id].name) == "entry")
        #expect(document.text(of: document[id].range) == "entry(key: $key) { value }")
        #expect(document[id].selectionSet?.selections.count == 1)
    }

    @Test("siblings are neighbours at every level, in order")
    func siblings() throws {
        let document = try Parser.parse("{ a { b { c } d } e f(x: [[1, 2], [3], {y: {z: 4}, w: 5}]) }")
        func names(_ set: Document.SelectionSet) -> [String] {
            set.selections.flatMap { id -> [String] in
                guard case .field(let field) = document[id] else { return [] }
                return [document.text(of: document[field].name)] + (document[field].selectionSet.map(names) ?? [])
            }
        }
        #expect(document.operations.map { names($0.selectionSet) } == [["a", "b", "c", "d", "e", "f"]])
        #expect(
            DocumentPrinter.print(document)
                == "{\n  a {\n    b {\n      c\n    }\n    d\n  }\n  e\n  f(x: [[1, 2], [3], {y: {z: 4}, w: 5}])\n}"
        )
    }

    @Test("descriptions may stand before operations, fragments and variables, and are printed")
    func descriptions() throws {
        let text = """
            \"\"\"Gets one.\"\"\"
            query Get(
              "Which."
              $key: String
            ) {
              a(key: $key)
            }

            "All of it."
            fragment F on T {
              a
            }
            """
        let document = try Parser.parse(text)
        #expect(document.operations[0].description.map { document.stringValue(of: $0) } == "Gets one.")
        #expect(document.fragments[0].description.map { document.stringValue(of: $0) } == "All of it.")
        #expect(document.variableDefinitions[0].description.map { document.stringValue(of: $0) } == "Which.")
        #expect(DocumentPrinter.print(document) == text)
        #expect(syntaxError("\"no\" { a }") == "Unexpected \"{\". 1:6")
        let anonymous = "\"An anonymous one.\"\nquery {\n  a\n}"
        #expect(try DocumentPrinter.print(Parser.parse(anonymous)) == anonymous)
    }

    @Test("type system definitions and extensions of every kind")
    func typeSystem() throws {
        let text = """
            schema @s {
              query: Q
              mutation: M
            }

            "d"
            type A implements B & C @x {
              "f"
              f(a: Int = 1 @x, b: [Int!]! = [1]): [A]! @y
            }

            extend type A implements D

            union U = A | B

            extend union U @x

            enum E {
              ONE
              TWO @deprecated
            }

            input I @oneOf {
              a: Int
            }

            extend input I {
              b: Int
            }

            extend interface B @x

            extend enum E {
              THREE
            }

            extend scalar S @x

            extend schema {
              subscription: S
            }

            directive @x(a: Int) repeatable on FIELD | VARIABLE_DEFINITION
            """
        let document = try Parser.parse(text)
        #expect(DocumentPrinter.print(document) == text)
        #expect(document.typeDefinitions.filter(\.isExtension).count == 6)
        #expect(document.definitions.count == 13)
    }

    @Test(
        "values and types are parsed on their own",
        arguments: ["1", "-0.5e+10", "[1, {a: [true, null, E]}]", "\"a\\u{1F600}\"", "{}", "[]"]
    )
    func value(text: String) throws {
        let (document, value) = try Parser.parseValue(text)
        let printed = DocumentPrinter.print(value, in: document)
        #expect(printed == text.replacing("\\u{1F600}", with: "😀"))
        #expect(throws: GraphQLError.self) { try Parser.parseValue(text + " 1") }
    }

    @Test("a value alone may hold variables where it is not constant")
    func variables() throws {
        #expect(throws: GraphQLError.self) { try Parser.parseValue("[$a]") }
        let (document, value) = try Parser.parseValue("[$a]", isConstant: false)
        #expect(DocumentPrinter.print(value, in: document) == "[$a]")
        let (types, type) = try Parser.parseType(" [ [ A ! ] ] ! ")
        #expect(DocumentPrinter.print(type, in: types) == "[[A!]]!")
        #expect(types.text(of: types.innermostName(of: type)) == "A")
        #expect(throws: GraphQLError.self) { try Parser.parseType("[A") }
    }
}
