extension StreamConfiguration {
    private static let hundredMilliseconds: Int64 = 100_000_000
    private static let second: Int64 = 1_000_000_000
    private static let twoMinutes: Int64 = 120 * second
    private static let maximumNameLength = 255
    private static let maximumDescription = 4096
    private static let maximumMetadata = 128 * 1024

    /// Fills in what a client left out, as nats-server does.
    mutating func fillDefaults() {
        if subjects.isEmpty { subjects = [name] }
        if republish?.source.isEmpty == true { republish?.source = ">" }
        if maxMessages == 0 { maxMessages = -1 }
        if maxMessagesPerSubject == 0 { maxMessagesPerSubject = -1 }
        if maxBytes == 0 { maxBytes = -1 }
        if maxMessageSize == 0 { maxMessageSize = -1 }
        if maxConsumers == 0 { maxConsumers = -1 }
        if replicas == 0 { replicas = 1 }
        if duplicateWindow == 0 {
            duplicateWindow = maxAge != 0 && maxAge < Self.twoMinutes ? maxAge : Self.twoMinutes
        }
        if subjectDeleteMarkerTTL > 0 {
            allowMessageTTL = true
            allowRollup = true
        }
    }

    /// Checks a configuration whose defaults are filled in.
    func validate() throws(APIError) {
        try validateName()
        try validateLimits()
        try validateSubjects()
        try validateRepublish()
    }

    private func validateName() throws(APIError) {
        guard Self.isValidName(name) else {
            throw .invalidStreamConfiguration("stream name is required and can not contain '.', '*', '>'")
        }
        guard name.utf8.count <= Self.maximumNameLength else {
            throw .invalidStreamConfiguration("stream name is too long, maximum allowed is \(Self.maximumNameLength)")
        }
        if let description, description.utf8.count > Self.maximumDescription {
            throw .invalidStreamConfiguration(
                "stream description is too long, maximum allowed is \(Self.maximumDescription)"
            )
        }
        let size = metadata.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard size <= Self.maximumMetadata else {
            throw .invalidStreamConfiguration("stream metadata exceeds maximum size of 128KB")
        }
    }

    private func validateLimits() throws(APIError) {
        if replicas < 0 { throw .replicasNegative }
        if replicas > 5 { throw .invalidStreamConfiguration("maximum replicas is 5") }
        if replicas > 1 { throw .replicasNotSupported }
        if maxAge != 0, maxAge < Self.hundredMilliseconds {
            throw .invalidStreamConfiguration("max age needs to be >= 100ms")
        }
        if duplicateWindow < 0 {
            throw .invalidStreamConfiguration("duplicates window can not be negative")
        }
        if maxAge != 0, duplicateWindow > maxAge {
            throw .invalidStreamConfiguration("duplicates window can not be larger then max age")
        }
        if duplicateWindow > 0, duplicateWindow < Self.hundredMilliseconds {
            throw .invalidStreamConfiguration("duplicates window needs to be >= 100ms")
        }
        if denyPurge, allowRollup {
            throw .invalidStreamConfiguration("roll-ups require the purge permission")
        }
        if discardNewPerSubject, discard != .new {
            throw .invalidStreamConfiguration("discard new per subject requires discard new policy to be set")
        }
        if discardNewPerSubject, maxMessagesPerSubject <= 0 {
            throw .invalidStreamConfiguration("discard new per subject requires max msgs per subject > 0")
        }
        if subjectDeleteMarkerTTL < 0 {
            throw .invalidStreamConfiguration("subject delete marker TTL must not be negative")
        }
        if subjectDeleteMarkerTTL > 0, subjectDeleteMarkerTTL < Self.second {
            throw .invalidStreamConfiguration("subject delete marker TTL must be at least 1 second")
        }
    }

    private func validateSubjects() throws(APIError) {
        for (index, subject) in subjects.enumerated() {
            guard SubjectRules.isValidFilter(subject) else {
                throw .invalidStreamConfiguration("invalid subject")
            }
            if subject == ">", !noAck {
                throw .invalidStreamConfiguration("capturing all subjects requires no-ack to be true")
            }
            for reserved in ["$JS.>", "$JSC.>", "$NRG.>", "$SYS.>"] where subject != ">" || !noAck {
                guard SubjectRules.overlap(subject, reserved) else { continue }
                let isEvents = SubjectRules.isSubset(subject, of: "$JS.EVENT.>") || subject.hasPrefix("$SYS.ACCOUNT.")
                if isEvents || (noAck && SubjectRules.hasWildcards(subject) && !subject.hasPrefix("$")) { continue }
                throw .invalidStreamConfiguration(
                    reserved == "$SYS.>"
                        ? "subjects that overlap with system api require no-ack to be true"
                        : "subjects that overlap with jetstream api require no-ack to be true"
                )
            }
            for other in subjects[..<index] {
                if other == subject { throw .invalidStreamConfiguration("duplicate subjects detected") }
                if SubjectRules.overlap(subject, other) {
                    throw .invalidStreamConfiguration("subject \"\(other)\" overlaps with \"\(subject)\"")
                }
            }
        }
    }

    private func validateRepublish() throws(APIError) {
        guard let republish else { return }
        guard let transform = SubjectTransform(source: republish.source, destination: republish.destination) else {
            throw .invalidStreamConfiguration(
                "stream configuration for republish with transform from '\(republish.source)' to "
                    + "'\(republish.destination)' not valid"
            )
        }
        let target = transform.widestDestination
        if subjects.contains(where: { SubjectRules.overlap($0, target) }) {
            throw .invalidStreamConfiguration("stream configuration for republish destination forms a cycle")
        }
    }

    /// Checks the change from `old` to `self`; both are complete and valid.
    func validateUpdate(of old: StreamConfiguration) throws(APIError) {
        func refuse(_ why: String) -> APIError { .invalidStreamConfiguration(why) }
        if old.sealed, !sealed { throw refuse("stream configuration update can not unseal a sealed stream") }
        if old.storage != storage { throw refuse("stream configuration update can not change storage type") }
        if old.retention != retention, old.retention == .workqueue || retention == .workqueue {
            throw refuse("stream configuration update can not change retention policy to/from workqueue")
        }
        if old.maxConsumers != maxConsumers {
            throw refuse("stream configuration update can not change MaxConsumers")
        }
        if old.denyDelete, !denyDelete {
            throw refuse("stream configuration update can not cancel deny message deletes")
        }
        if old.denyPurge, !denyPurge { throw refuse("stream configuration update can not cancel deny purge") }
        if old.allowMessageTTL, !allowMessageTTL {
            throw refuse("message TTL status can not be disabled after stream creation")
        }
        if old.firstSequence != firstSequence, firstSequence != 0 {
            throw refuse("stream configuration update can not change first sequence")
        }
    }

    /// Whether `name` may name a stream or a consumer.
    static func isValidName(_ name: String) -> Bool {
        guard !name.isEmpty else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "\\"): false
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D, 0: false
            default: true
            }
        }
    }
}
