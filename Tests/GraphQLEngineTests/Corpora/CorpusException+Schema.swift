import GraphQLEngine
import JSON

extension CorpusException {
    /// The recording lets one type be the root of several operations.
    static let distinctRootTypes = CorpusException(
        reason: "one type as the root of several operations",
        section: "3.3.1 Root Operation Types: \"must all be different types if provided\""
    ) { _, difference in
        difference.expected.isEmpty && difference.actual.count == 1
            && difference.actual.allSatisfy { $0.message.hasPrefix("All root types must be different") }
    }

    /// The recording drops default values that do not fit their types.
    static let invalidDefaultValues = CorpusException(
        reason: "default values that do not fit their types, or need themselves",
        section: "3.6 Objects, 3.10 Input Objects, 3.13 Directives, Type Validation: \"must be compatible with\""
    ) { _, difference in
        difference.expected.isEmpty && !difference.actual.isEmpty
            && difference.actual.allSatisfy {
                $0.message.contains("has invalid default value")
                    || $0.message.hasPrefix("Invalid circular reference. The default value")
            }
    }

    /// As `lineTerminators`, for places in the schema that a document extends.
    static let lineTerminatorsOfBase = CorpusException(
        reason: lineTerminators.reason,
        section: lineTerminators.section
    ) { item, difference in
        guard let base = item.string("base_schema"), let source = item.string("schema_source"),
            difference.expected.count == difference.actual.count
        else { return false }
        return difference.actual.allSatisfy { actual in
            difference.expected.contains { expected in
                expected.message == actual.message && expected.locations.count == actual.locations.count
                    && zip(expected.locations, actual.locations).allSatisfy { recorded, found in
                        [
                            found, RecordedLines.location(of: found, in: source),
                            RecordedLines.location(of: found, in: base),
                        ]
                        .contains(recorded)
                    }
            }
        }
    }
}
