/// Spec 3.6.1, IsValidImplementation.
extension SchemaValidator {
    mutating func validateInterfaces(of type: NamedType, _ id: TypeID) {
        var seen: Set<TypeID> = []
        for interfaceID in type.interfaces {
            let positions = references(to: interfaceID, among: type.interfaces, type.positions)
            guard case .interface(let interface) = schema[interfaceID] else {
                report(
                    "Type \(type.name) must only implement Interface types, it cannot implement "
                        + "\(schema.name(of: interfaceID)).",
                    at: positions
                )
                continue
            }
            guard interfaceID != id else {
                report(
                    "Type \(type.name) cannot implement itself because it would create a circular reference.",
                    at: positions
                )
                continue
            }
            guard seen.insert(interfaceID).inserted else {
                report("Type \(type.name) can only implement \(interface.name) once.", at: positions)
                continue
            }
            validateAncestors(of: type, id, through: interface, interfaceID)
            for field in interface.fields { validate(type, implements: field, of: interface) }
        }
    }

    private mutating func validateAncestors(
        of type: NamedType,
        _ id: TypeID,
        through interface: InterfaceType,
        _ interfaceID: TypeID
    ) {
        for ancestor in interface.interfaces where !type.interfaces.contains(ancestor) {
            let positions =
                references(to: ancestor, among: interface.interfaces, interface.positions)
                + references(to: interfaceID, among: type.interfaces, type.positions)
            report(
                ancestor == id
                    ? "Type \(type.name) cannot implement \(interface.name) because it would create a circular reference."
                    : "Type \(type.name) must implement \(schema.name(of: ancestor)) because it is implemented by "
                        + "\(interface.name).",
                at: positions
            )
        }
    }

    private mutating func validate(
        _ type: NamedType,
        implements expected: FieldDefinition,
        of interface: InterfaceType
    ) {
        let coordinate = "\(interface.name).\(expected.name)"
        guard let field = type.fields?[expected.name] else {
            report(
                "Interface field \(coordinate) expected but \(type.name) does not provide it.",
                at: [expected.positions.definition] + type.positions.definitions
            )
            return
        }
        if !schema.isSubtype(field.type, of: expected.type) {
            report(
                "Interface field \(coordinate) expects type \(schema.text(of: expected.type)) but "
                    + "\(type.name).\(field.name) is type \(schema.text(of: field.type)).",
                at: [expected.positions.type, field.positions.type]
            )
        }
        for argument in expected.arguments { validate(field, of: type.name, implements: argument, of: coordinate) }
        for argument in field.arguments where expected.arguments[argument.name] == nil && argument.isRequired {
            report(
                "Object field \(type.name).\(field.name) includes required argument \(argument.name) that is missing "
                    + "from the Interface field \(coordinate).",
                at: [argument.positions.definition, expected.positions.definition]
            )
        }
    }

    private mutating func validate(
        _ field: FieldDefinition,
        of type: String,
        implements expected: InputValueDefinition,
        of coordinate: String
    ) {
        let expectedCoordinate = "\(coordinate)(\(expected.name):)"
        guard let argument = field.arguments[expected.name] else {
            report(
                "Interface field argument \(expectedCoordinate) expected but \(type).\(field.name) does not provide it.",
                at: [expected.positions.definition, field.positions.definition]
            )
            return
        }
        if argument.type != expected.type {
            report(
                "Interface field argument \(expectedCoordinate) expects type \(schema.text(of: expected.type)) but "
                    + "\(type).\(field.name)(\(argument.name):) is type \(schema.text(of: argument.type)).",
                at: [expected.positions.type, argument.positions.type]
            )
        }
    }
}
