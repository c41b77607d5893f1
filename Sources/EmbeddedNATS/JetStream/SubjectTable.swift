/// The subjects of a stream, each with the sequence numbers of its messages.
struct SubjectTable: Sendable {
    private var slots: [ExactString: UInt32] = [:]
    private var subjects: [ExactString] = []
    private var sequences: [SequenceList] = []
    private var unused: [UInt32] = []

    /// How many subjects have messages.
    var count: Int { slots.count }

    func slot(of subject: ExactString) -> UInt32? { slots[subject] }
    func subject(_ slot: UInt32) -> ExactString { subjects[Int(slot)] }
    func sequences(_ slot: UInt32) -> SequenceList { sequences[Int(slot)] }

    func sequences(of subject: ExactString) -> SequenceList? {
        slots[subject].map { sequences[Int($0)] }
    }

    func last(of subject: ExactString) -> UInt64? {
        guard let slot = slots[subject] else { return nil }
        return sequences[Int(slot)].last
    }

    func count(of subject: ExactString) -> Int {
        guard let slot = slots[subject] else { return 0 }
        return sequences[Int(slot)].count
    }

    /// Adds a message; `sequence` must be above all of the subject's others.
    mutating func append(_ sequence: UInt64, to subject: ExactString) -> UInt32 {
        if let slot = slots[subject] {
            sequences[Int(slot)].append(sequence)
            return slot
        }
        let slot: UInt32
        if let free = unused.popLast() {
            slot = free
            subjects[Int(slot)] = subject
        } else {
            slot = UInt32(truncatingIfNeeded: subjects.count)
            subjects.append(subject)
            sequences.append(SequenceList())
        }
        sequences[Int(slot)].append(sequence)
        slots[subject] = slot
        return slot
    }

    /// Removes a message; the subject goes with its last one.
    mutating func remove(_ sequence: UInt64, from slot: UInt32) {
        let index = Int(slot)
        sequences[index].remove(sequence)
        guard sequences[index].isEmpty else { return }
        slots[subjects[index]] = nil
        subjects[index] = ""
        unused.append(slot)
    }

    mutating func removeAll() {
        self = SubjectTable()
    }

    /// Calls `body` with each subject that `filter` stands for; `nil` stands for all.
    func forEach(matching filter: String?, _ body: (ExactString, SequenceList) -> Void) {
        if let filter, !SubjectRules.hasWildcards(filter) {
            let subject = ExactString(filter)
            if let slot = slots[subject] { body(subject, sequences[Int(slot)]) }
            return
        }
        for (subject, slot) in slots {
            if let filter, filter != ">", !SubjectRules.matches(subject.text, filter: filter) { continue }
            body(subject, sequences[Int(slot)])
        }
    }
}
