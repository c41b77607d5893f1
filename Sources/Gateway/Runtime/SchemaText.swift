import GraphQLEngine
package import SchemaGen

/// A schema in its two written forms.
package enum SchemaText {
    /// The type system as text, with a final line break.
    package static func sdl(_ generated: GeneratedSchema) -> [UInt8] { Array(generated.sdl.utf8) + [0x0A] }

    /// What the schema cannot say, each in one line with its place in the model.
    package static func warnings(_ generated: GeneratedSchema) -> [String] { generated.warnings.map(\.description) }

    /// What introspection of the schema gives, with a final line break.
    package static func introspection(_ generated: GeneratedSchema) -> [UInt8] {
        generated.schema.introspectionJSON() + [0x0A]
    }
}
