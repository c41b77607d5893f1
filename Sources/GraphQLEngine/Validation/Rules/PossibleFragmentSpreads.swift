/// Spec 5.5.2.1 and 5.5.2.3: a spread names a fragment that exists and can apply where it stands.
extension Validator {
    mutating func checkSpread(_ spread: Document.FragmentSpread, in parent: TypeID?) {
        let name = document.text(of: spread.name)
        guard let id = fragments[name] else {
            report("Unknown fragment \"\(name)\".", at: spread.name.offset)
            return
        }
        let condition = document.text(of: document[id].typeCondition)
        guard let parent, let type = schema.typeID(named: condition), schema.isComposite(type),
            !schema.overlap(type, parent)
        else { return }
        report(
            "Fragment \"\(name)\" cannot be spread here as objects of type \"\(schema.name(of: parent))\" "
                + "can never be of type \"\(condition)\".",
            at: spread.range.offset
        )
    }

    mutating func checkInlineSpread(_ fragment: Document.InlineFragment, of type: TypeID?, in parent: TypeID?) {
        guard let type, let parent, !schema.overlap(type, parent) else { return }
        report(
            "Fragment cannot be spread here as objects of type \"\(schema.name(of: parent))\" "
                + "can never be of type \"\(schema.name(of: type))\".",
            at: fragment.range.offset
        )
    }
}
