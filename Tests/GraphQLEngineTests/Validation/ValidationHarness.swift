import GraphQLEngine
import Testing

/// What the tests of the rules validate against.
enum ValidationHarness {
    static let sdl = """
        directive @onField(count: Int! = 1, label: String) on FIELD
        directive @needy(why: String!) on FIELD | QUERY
        directive @many repeatable on FIELD
        directive @onVariable on VARIABLE_DEFINITION

        interface Being { name(surname: Boolean): String }
        interface Pet implements Being { name(surname: Boolean): String nickname: String }
        type Dog implements Being & Pet {
          name(surname: Boolean): String
          nickname: String
          barkVolume: Int
          doesKnow(command: Command): Boolean
          owner: Human
        }
        type Cat implements Being & Pet {
          name(surname: Boolean): String
          nickname: String
          meowVolume: Int
          meows: Boolean @deprecated(reason: "Ask the volume.")
        }
        type Human implements Being { name(surname: Boolean): String pets: [Pet] }
        union CatOrDog = Cat | Dog
        enum Command { SIT HEEL DOWN @deprecated(reason: "Rude.") }
        input Options {
          required: Boolean!
          number: Int
          list: [String!]
          command: Command = SIT
          inner: Options
          old: Int @deprecated(reason: "New.")
        }
        input Choice @oneOf { text: String number: Int }
        scalar Anything

        type Query {
          dog: Dog
          pet: Pet
          catOrDog: CatOrDog
          human(id: ID): Human
          int(value: Int, other: Int @deprecated(reason: "No.")): Int
          float(value: Float): Float
          text(value: String!): String
          withDefault(value: String! = "x"): String
          command(value: Command): String
          list(values: [Int!]): Int
          nested(values: [[Int]]): Int
          options(value: Options): String
          choice(value: Choice!): String
          anything(value: Anything): Anything
        }
        type Mutation { setName(name: String!): String }
        type Subscription { news: String other: String dog: Dog }
        """

    static let schema: Schema? = try? Schema(sdl: sdl)

    /// Each error as its message and the places it names.
    static func errors(_ text: String, options: ValidationOptions = ValidationOptions()) throws -> [String] {
        let schema = try #require(schema)
        return Validator.validate(try Parser.parse(text), schema: schema, options: options).map { error in
            error.message + error.locations.map { " \($0.line):\($0.column)" }.joined()
        }
    }
}

/// A document and its errors: message and places.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var document: String
    var errors: [String]

    init(_ document: String, _ errors: String...) {
        self.document = document
        self.errors = errors
    }

    var testDescription: String { document }

    func check(options: ValidationOptions = ValidationOptions()) throws {
        #expect(try ValidationHarness.errors(document, options: options).sorted() == errors.sorted())
    }
}
