import GraphQLEngine
import JSON

extension SchemaAssembler {
    /// Adds an API with the default mapping.
    mutating func addDefault(_ definition: APIDefinition) throws(SchemaGenError) {
        var mapper = TypeMapper(model: definition.model, integers: definition.integers)
        let mapped = try mapper.map()
        let names = TypeNames(namespace: definition.namespace, mapped: mapped)
        warnings += definition.model.warnings + mapped.warnings
        let compiled = try Self.compiled(definition.model)
        let part = Part(
            definition: definition,
            entry: names.entry,
            inputType: names.inputType(mapped.root),
            outputType: names.outputType(mapped.root, isRequired: false),
            validator: compiled.root
        )
        use(mapped.root)
        let roots = RootFieldDefinition.all(definition.namespace, input: part.inputType)
        try addRoot(part, roots) { root in
            SchemaBuilder.Field(
                TypeNames.qualified(root.operation.rawValue, definition.namespace),
                type: TypeExpression(root.type),
                description: root.operation.description,
                arguments: Self.arguments(of: root)
            )
        }
        try addEntry(part)
        try addConnection(definition)
        try addBucketStatus(definition)
        for shape in mapped.order { try addOutput(shape, names, definition, compiled) }
        let inInput = mapped.objectsInInput
        let endless = mapped.endlessInputFields
        for shape in mapped.order {
            guard case .object(let index) = shape, inInput.contains(index) else { continue }
            try addInput(mapped.objects[index], names, definition, endless[index] ?? [])
        }
    }

    private static func arguments(of root: RootFieldDefinition) -> [SchemaBuilder.InputValue] {
        root.arguments.map { SchemaBuilder.InputValue($0.name, type: TypeExpression($0.type)) }
            + root.operation.addedArguments
    }

    private mutating func use(_ type: MappedType) {
        switch type.shape {
        case .scalar(let scalar): use(scalar)
        case .list(let item): use(item)
        case .union: use(MappedScalar.json)
        case .object, .enumeration: break
        }
    }

    private mutating func addOutput(
        _ shape: MappedType.Shape,
        _ names: TypeNames,
        _ definition: APIDefinition,
        _ compiled: CompiledSchemaDocument
    ) throws(SchemaGenError) {
        switch shape {
        case .object(let index):
            try addOutput(names.mapped.objects[index], names, definition)
        case .union(let index):
            try addUnion(names.mapped.unions[index], names, definition, compiled)
        case .enumeration(let index):
            let type = names.mapped.enums[index]
            let name = names.output(type.stem)
            let values = type.values.map { SchemaBuilder.EnumValue($0) }
            try add(name, definition) { $0.enum(name, description: type.description, values: values) }
        case .scalar, .list:
            break
        }
    }

    private mutating func addUnion(
        _ union: MappedUnion,
        _ names: TypeNames,
        _ definition: APIDefinition,
        _ compiled: CompiledSchemaDocument
    ) throws(SchemaGenError) {
        let name = names.output(union.stem)
        let members = union.members.map { names.output(names.mapped.objects[$0].stem) }
        let stems = names.mapped.objects.map { names.output($0.stem) }
        let resolution = union.resolution
        let validators = resolution.pointers.reduce(into: [String: ValueValidator]()) { validators, pointer in
            guard let path = try? JSONPointer(pointer) else { return }
            validators[pointer] = try? compiled.validator(at: path)
        }
        try add(name, definition) {
            $0.union(name, description: union.description, members: members) { json in
                resolution.object(of: json) { validators[$0]?.isValid(json) ?? false }.map { stems[$0] }
            }
        }
    }

    private mutating func addOutput(
        _ object: MappedObject,
        _ names: TypeNames,
        _ definition: APIDefinition
    ) throws(SchemaGenError) {
        let name = names.output(object.stem)
        var fields: [SchemaBuilder.Field] = []
        for field in object.fields where !field.isWriteOnly {
            use(field.type)
            fields.append(
                SchemaBuilder.Field(
                    field.name,
                    type: TypeExpression(names.outputType(field.type, isRequired: field.isRequired)),
                    description: field.description,
                    deprecationReason: field.isDeprecated ? "No longer supported" : nil,
                    resolution: .property(field.property)
                )
            )
        }
        guard !fields.isEmpty else {
            throw SchemaGenError(
                .invalidSchema,
                file: definition.model.file,
                pointer: object.pointer,
                found: "an object with nothing but writeOnly properties",
                expected: "at least one property that may be read"
            )
        }
        let finished = fields
        try add(name, definition) { $0.object(name, description: object.description, fields: finished) }
    }

    private mutating func addInput(
        _ object: MappedObject,
        _ names: TypeNames,
        _ definition: APIDefinition,
        _ endless: Set<Int>
    ) throws(SchemaGenError) {
        let name = names.input(object.stem)
        if object.isOpen {
            let description = object.description ?? "A JSON object, checked against the model."
            try add(name, definition) {
                $0.scalar(name, description: description, coercion: ObjectScalarCoercion(name: name))
            }
            return
        }
        var fields: [SchemaBuilder.InputValue] = []
        for (index, field) in object.fields.enumerated() {
            use(field.type)
            let isEndless = endless.contains(index)
            if isEndless {
                let message = "a value that must contain itself has no end; the input field is nullable"
                warnings.append(
                    SchemaWarning(file: definition.model.file, pointer: field.pointer, message: message)
                )
            }
            fields.append(inputField(field, names, definition, isNullable: isEndless))
        }
        let finished = fields
        try add(name, definition) { $0.inputObject(name, description: object.description, fields: finished) }
    }

    private mutating func inputField(
        _ field: MappedField,
        _ names: TypeNames,
        _ definition: APIDefinition,
        isNullable: Bool
    ) -> SchemaBuilder.InputValue {
        var defaultValue: JSONValue?
        if let value = field.defaultValue {
            defaultValue = names.mapped.inputDefault(value, field.type)
            if defaultValue == nil {
                warnings.append(
                    SchemaWarning(
                        file: definition.model.file,
                        pointer: field.pointer,
                        message: "the default does not fit the type; it is filled in on write, but not in the schema"
                    )
                )
            }
        }
        let isRequired = !isNullable && (field.isRequired && field.defaultValue == nil || defaultValue != nil)
        return SchemaBuilder.InputValue(
            field.name,
            type: TypeExpression(names.inputType(field.type, isRequired: isRequired)),
            description: field.description,
            defaultValue: defaultValue,
            deprecationReason: field.isDeprecated && !(isRequired && defaultValue == nil) ? "No longer supported" : nil,
            outputName: field.property
        )
    }
}
