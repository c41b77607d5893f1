import GraphQLEngine
import Testing

@Suite("Schema coordinates")
struct SchemaCoordinateTests {
    @Test(
        "every form is read and printed",
        arguments: [
            ("Business", .type("Business")),
            ("Business.name", .member(type: "Business", name: "name")),
            ("Query.find(id:)", .argument(type: "Query", field: "find", name: "id")),
            ("@private", .directive("private")),
            ("@private(scope:)", .directiveArgument(directive: "private", name: "scope")),
            (
                "__Type.fields(includeDeprecated:)",
                .argument(type: "__Type", field: "fields", name: "includeDeprecated")
            ),
        ] as [(String, SchemaCoordinate)]
    )
    func read(text: String, coordinate: SchemaCoordinate) throws {
        #expect(try SchemaCoordinate(text) == coordinate)
        #expect(coordinate.description == text)
    }

    @Test(
        "anything else is an error where it stops to fit",
        arguments: [
            ("", 1, "Expected Name, found <EOF>."), ("Query.", 7, "Expected Name, found <EOF>."),
            ("Query .a", 6, "Expected <EOF>, found \" \"."), ("Query.a.b", 8, "Expected <EOF>, found \".\"."),
            ("Query.a(b)", 10, "Expected \":\", found \")\"."), ("Query.a(b:", 11, "Expected \")\", found <EOF>."),
            ("@", 2, "Expected Name, found <EOF>."), ("@a.b", 3, "Expected <EOF>, found \".\"."),
            ("Type(a:)", 5, "Expected <EOF>, found \"(\"."), ("é", 1, "Expected Name, found U+00E9."),
            ("1", 1, "Expected Name, found \"1\"."),
        ] as [(String, Int, String)]
    )
    func refuse(text: String, column: Int, message: String) {
        #expect {
            try SchemaCoordinate(text)
        } throws: { error in
            let error = error as? GraphQLError
            return error?.message == "Syntax Error: " + message
                && error?.locations == [SourceLocation(line: 1, column: column)]
        }
    }
}
