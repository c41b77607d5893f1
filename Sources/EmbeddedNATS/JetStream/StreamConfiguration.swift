/// A stream's settings, complete: nothing is left to a default.
struct StreamConfiguration: Sendable, Equatable {
    enum Retention: String, Sendable { case limits, interest, workqueue }
    enum Discard: String, Sendable { case old, new }
    enum StorageKind: String, Sendable { case file, memory }
    enum Compression: String, Sendable { case none, s2 }

    /// Copies stored messages to another subject.
    struct Republish: Sendable, Equatable {
        var source: String
        var destination: String
        var headersOnly: Bool
    }

    var name: String
    var description: String?
    var subjects: [String] = []
    var retention: Retention = .limits
    var maxConsumers: Int64 = -1
    var maxMessages: Int64 = -1
    var maxBytes: Int64 = -1
    /// Nanoseconds; 0 is forever.
    var maxAge: Int64 = 0
    var maxMessagesPerSubject: Int64 = -1
    var maxMessageSize: Int64 = -1
    var discard: Discard = .old
    var discardNewPerSubject = false
    var storage: StorageKind = .file
    var replicas: Int64 = 1
    var noAck = false
    /// Nanoseconds.
    var duplicateWindow: Int64 = 0
    var sealed = false
    var denyDelete = false
    var denyPurge = false
    var allowRollup = false
    var allowDirect = false
    var mirrorDirect = false
    var republish: Republish?
    var compression: Compression = .none
    var firstSequence: UInt64 = 0
    var metadata: [(name: String, value: String)] = []
    var allowMessageTTL = false
    /// Nanoseconds; 0 is off.
    var subjectDeleteMarkerTTL: Int64 = 0
    var consumerInactiveThreshold: Int64 = 0
    var consumerMaxAckPending: Int64 = 0

    init(name: String) { self.name = name }

    static func == (left: Self, right: Self) -> Bool {
        left.isEqualBesidesMetadata(right)
            && left.metadata.elementsEqual(right.metadata, by: { $0.name == $1.name && $0.value == $1.value })
    }

    private func isEqualBesidesMetadata(_ other: Self) -> Bool {
        name == other.name && description == other.description && subjects == other.subjects
            && retention == other.retention && maxConsumers == other.maxConsumers && maxMessages == other.maxMessages
            && maxBytes == other.maxBytes && maxAge == other.maxAge
            && maxMessagesPerSubject == other.maxMessagesPerSubject && maxMessageSize == other.maxMessageSize
            && discard == other.discard && discardNewPerSubject == other.discardNewPerSubject
            && storage == other.storage && replicas == other.replicas && noAck == other.noAck
            && duplicateWindow == other.duplicateWindow && sealed == other.sealed && denyDelete == other.denyDelete
            && denyPurge == other.denyPurge && allowRollup == other.allowRollup && allowDirect == other.allowDirect
            && mirrorDirect == other.mirrorDirect && republish == other.republish && compression == other.compression
            && firstSequence == other.firstSequence && allowMessageTTL == other.allowMessageTTL
            && subjectDeleteMarkerTTL == other.subjectDeleteMarkerTTL
            && consumerInactiveThreshold == other.consumerInactiveThreshold
            && consumerMaxAckPending == other.consumerMaxAckPending
    }
}
