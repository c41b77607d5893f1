/// Turns positions in the sources of a schema into locations; holds what it has counted.
final class SchemaLocations {
    private var locators: [SourceLocator]

    init(_ sources: [Source]) {
        locators = sources.map { SourceLocator($0) }
    }

    func locations(_ positions: [DefinitionPosition?]) -> [SourceLocation] {
        positions.compactMap { position in
            guard let position, locators.indices.contains(Int(position.source)) else { return nil }
            return locators[Int(position.source)].location(at: position.offset)
        }
    }
}
