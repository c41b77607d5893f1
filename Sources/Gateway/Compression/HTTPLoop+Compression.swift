extension HTTPLoop {
    /// Shorter bodies are sent as they are: the coding would cost more than it saves.
    static let compressionThreshold = 1024

    /// A whole body as it goes to this client, and the prepared lines that say so.
    ///
    /// A body that has a coding already is left alone.
    func encode(_ body: [UInt8], fields: String, accepted field: String?) -> (body: [UInt8], fields: String) {
        guard settings.compresses, body.count >= Self.compressionThreshold || field != nil else {
            return (body, fields)
        }
        let isLong = body.count >= Self.compressionThreshold
        let accepted = field.map(acceptedCoding) ?? .none
        guard isLong || (accepted.refusesIdentity && !body.isEmpty), !Self.namesCoding(fields) else {
            return (body, fields)
        }
        // Said of both forms, so that no cache hands one to a client that wants the other.
        let varying = fields + "Vary: Accept-Encoding\r\n"
        guard let coding = accepted.coding, let coded = compressor.compress(body, coding) else {
            return (body, varying)
        }
        return (coded, varying + "Content-Encoding: \(coding.rawValue)\r\n")
    }

    /// Whether bodies below the threshold go to this client without a coding and without a word of it.
    func sendsShortBodiesAsTheyAre(_ field: String?) -> Bool {
        guard let field, settings.compresses else { return true }
        return !acceptedCoding(field).refusesIdentity
    }

    /// Nearly every request of a client names the same codings.
    private func acceptedCoding(_ field: String) -> AcceptedCoding {
        if let known = knownCoding, known.field == field { return known.accepted }
        let accepted = AcceptedCoding(field)
        knownCoding = (field, accepted)
        return accepted
    }

    private static func namesCoding(_ fields: String) -> Bool {
        !fields.isEmpty && fields.split(separator: "\r\n").contains { $0.lowercased().hasPrefix("content-encoding:") }
    }
}
