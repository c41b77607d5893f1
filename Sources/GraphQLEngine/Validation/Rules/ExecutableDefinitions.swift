/// Spec 5.1.1: a document for execution holds operations and fragments only.
extension Validator {
    mutating func checkExecutableDefinitions() {
        guard document.definitions.count > document.operations.count + document.fragments.count else { return }
        for definition in document.definitions {
            switch definition {
            case .operation, .fragment: break
            case .schema(let id): report("The schema definition is not executable.", at: document[id].range.offset)
            case .type(let id):
                let type = document[id]
                reportNotExecutable(type.name, type.range)
            case .directive(let id):
                let directive = document[id]
                reportNotExecutable(directive.name, directive.range)
            }
        }
    }

    private mutating func reportNotExecutable(_ name: SourceRange, _ range: SourceRange) {
        report("The \"\(document.text(of: name))\" definition is not executable.", at: range.offset)
    }
}
