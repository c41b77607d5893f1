import GraphQLEngine
import JSON
package import SchemaGen

/// A schema in its two written forms.
package enum SchemaText {
    /// The type system as text, with a final line break.
    package static func sdl(_ generated: GeneratedSchema) -> [UInt8] { Array(generated.sdl.utf8) + [0x0A] }

    /// What the schema cannot say, each in one line with its place in the model.
    package static func warnings(_ generated: GeneratedSchema) -> [String] { generated.warnings.map(\.description) }

    /// The result of the usual introspection query, with a final line break.
    package static func introspection(_ generated: GeneratedSchema) -> [UInt8] {
        var bytes: [UInt8]
        do {
            let operation = try PreparedOperation(query, schema: generated.schema, limits: limits)
            var execution = Execution(operation)
            bytes = execution.finish()
        } catch {
            bytes = RequestErrorBody.bytes(error.errors)
        }
        bytes.append(0x0A)
        return bytes
    }

    /// Our own query may be as large as it is.
    private static var limits: OperationLimits {
        var limits = OperationLimits()
        limits.cost = .max
        return limits
    }

    private static let query = """
        query IntrospectionQuery {
          __schema {
            description
            queryType { name kind }
            mutationType { name kind }
            subscriptionType { name kind }
            types { ...FullType }
            directives {
              name
              description
              isRepeatable
              locations
              args(includeDeprecated: true) { ...InputValue }
            }
          }
        }
        fragment FullType on __Type {
          kind
          name
          description
          specifiedByURL
          isOneOf
          fields(includeDeprecated: true) {
            name
            description
            args(includeDeprecated: true) { ...InputValue }
            type { ...TypeRef }
            isDeprecated
            deprecationReason
          }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue {
          name
          description
          type { ...TypeRef }
          defaultValue
          isDeprecated
          deprecationReason
        }
        fragment TypeRef on __Type {
          kind
          name
          ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
            kind name ofType { kind name ofType { kind name } }
          } } } } } }
        }
        """
}
