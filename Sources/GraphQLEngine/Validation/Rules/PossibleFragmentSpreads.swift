/// Spec 5.5.2.3: a fragment can apply where it is spread.
extension Validator {
    mutating func checkSpread(_ spread: Document.FragmentSpread, in parent: TypeID?) {
        guard let id = checkFragmentExists(spread) else { return }
        let name = document.text(of: spread.name)
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
