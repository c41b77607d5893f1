import GraphQLEngine
import JSON

extension SchemaAssembler {
    /// Adds an API as WunderGraph made it, and its types' text in WunderGraph's order.
    mutating func addCompatible(_ definition: APIDefinition, _ text: inout WunderGraphText) throws(SchemaGenError) {
        let file = definition.model.file
        let inputs = try WunderGraphTypes(definition.model.document, .input, file: file)
        let outputs = try WunderGraphTypes(definition.model.document, .output, file: file)
        let namespace = definition.namespace
        warnings += definition.model.warnings
        let part = Part(
            definition: definition,
            entry: EntryNames(namespace: namespace).entry,
            inputType: TypeNames.qualified("InputValue", namespace) + "!",
            outputType: TypeNames.qualified("Value", namespace),
            validator: try Self.compiled(definition.model).root
        )
        let roots = RootFieldDefinition.wundergraph(namespace, input: part.inputType)
        try addRoot(part, roots) { root in
            SchemaBuilder.Field(
                TypeNames.qualified(root.operation.rawValue, namespace),
                type: TypeExpression(root.type),
                description: root.operation.wundergraphDescription,
                arguments: root.arguments.map { SchemaBuilder.InputValue($0.name, type: TypeExpression($0.type)) }
            )
        }
        let entry = [("key", "String!"), ("value", part.outputType), ("revision", "Int!"), ("created", "Int!")]
        let fields = entry.map { SchemaBuilder.Field($0.0, type: TypeExpression($0.1)) }
        try add(part.entry, definition) { $0.object(part.entry, fields: fields) }
        text.add(roots, namespace)
        text.addType("type", part.entry, entry)
        for object in inputs.objects { try addInput(object, definition, &text) }
        for object in outputs.objects { try addOutput(object, definition, &text) }
    }

    private mutating func addInput(
        _ object: WunderGraphTypes.ObjectType,
        _ definition: APIDefinition,
        _ text: inout WunderGraphText
    ) throws(SchemaGenError) {
        let name = TypeNames.qualified(object.name, definition.namespace)
        let fields = object.fields.map { field in
            SchemaBuilder.InputValue(
                field.name,
                type: TypeExpression(Self.qualified(field.type, definition.namespace)),
                outputName: field.property
            )
        }
        text.addType("input", name, object.fields.map { ($0.name, Self.qualified($0.type, definition.namespace)) })
        try add(name, definition) { $0.inputObject(name, fields: fields) }
    }

    private mutating func addOutput(
        _ object: WunderGraphTypes.ObjectType,
        _ definition: APIDefinition,
        _ text: inout WunderGraphText
    ) throws(SchemaGenError) {
        let name = TypeNames.qualified(object.name, definition.namespace)
        let fields = object.fields.map { field in
            SchemaBuilder.Field(
                field.name,
                type: TypeExpression(Self.qualified(field.type, definition.namespace)),
                resolution: .property(field.property)
            )
        }
        text.addType("type", name, object.fields.map { ($0.name, Self.qualified($0.type, definition.namespace)) })
        try add(name, definition) { $0.object(name, fields: fields) }
    }

    /// A type in GraphQL syntax with the namespace before its name, where it is no built-in scalar.
    private static func qualified(_ type: String, _ namespace: String) -> String {
        let name = type.filter { $0 != "[" && $0 != "]" && $0 != "!" }
        if ["String", "Float", "Int", "Boolean"].contains(name) { return type }
        guard let start = type.firstIndex(where: { $0 != "[" }) else { return type }
        return type[..<start] + TypeNames.qualified(String(type[start...]), namespace)
    }
}
