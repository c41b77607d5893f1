extension Schema {
    /// The definition of a meta-field (spec 4.1 and 4.2): `__typename` everywhere, `__schema` and `__type` at the root
    /// of queries.
    func metaField(named name: String, in parent: TypeID) -> FieldDefinition? {
        switch name {
        case "__typename":
            return typeID(named: "String").map { FieldDefinition(name: name, type: .named($0).required) }
        case "__schema" where parent == queryType:
            return typeID(named: "__Schema").map { FieldDefinition(name: name, type: .named($0).required) }
        case "__type" where parent == queryType:
            guard let type = typeID(named: "__Type"), let string = typeID(named: "String") else { return nil }
            let argument = InputValueDefinition(name: "name", type: .named(string).required)
            return FieldDefinition(name: name, arguments: [argument], type: .named(type))
        default:
            return nil
        }
    }
}
