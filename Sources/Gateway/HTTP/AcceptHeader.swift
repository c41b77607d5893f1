/// The forms in which a GraphQL response can be sent, and the choice between them.
enum AcceptHeader {
    /// In the order of preference where the client has none.
    private static let offers: [ContentType] = [.json, .graphQLResponse, .eventStream]

    struct Choice: Equatable {
        /// For queries and mutations, and for every refusal; `nil` where nothing fits.
        var result: ContentType?
        /// Whether the client named a type that events can be streamed in.
        var takesEvents: Bool

        /// Of an error that comes before the request is understood: a stream has not begun, so it is never one.
        var errorType: ContentType { result == .graphQLResponse ? .graphQLResponse : .json }
    }

    /// Chooses by quality value; between equals the one that the client named first, by the most exact range.
    static func choose(_ field: String?) -> Choice {
        switch field {
        case nil, "", "*/*", "application/json": return Choice(result: .json, takesEvents: false)
        case "application/graphql-response+json": return Choice(result: .graphQLResponse, takesEvents: false)
        case "text/event-stream": return Choice(result: .eventStream, takesEvents: true)
        case .some(let field): return choose(among: MediaRange.parse(field))
        }
    }

    private static func choose(among ranges: [MediaRange]) -> Choice {
        guard !ranges.isEmpty else { return Choice(result: nil, takesEvents: false) }
        var best: (type: ContentType, quality: Int, place: Int)?
        var takesEvents = false
        for offer in offers {
            guard let match = match(offer, in: ranges), match.quality > 0 else { continue }
            if offer == .eventStream {
                // `*/*` is what every client sends; it does not ask for a stream.
                guard ranges[match.place].type == "text" else { continue }
                takesEvents = true
            }
            guard let current = best else {
                best = (offer, match.quality, match.place)
                continue
            }
            let wins = (match.quality, current.place) > (current.quality, match.place)
            if wins { best = (offer, match.quality, match.place) }
        }
        return Choice(result: best?.type, takesEvents: takesEvents)
    }

    /// The most exact range for a type decides about it, wherever it stands.
    private static func match(_ offer: ContentType, in ranges: [MediaRange]) -> (quality: Int, place: Int)? {
        let (type, subtype) = names(offer)
        var best: (exactness: Int, quality: Int, place: Int)?
        for (place, range) in ranges.enumerated() {
            let exactness: Int
            switch (range.type, range.subtype) {
            case (type, subtype): exactness = 3
            case (type, "*"): exactness = 2
            case ("*", "*"): exactness = 1
            default: continue
            }
            if exactness > best?.exactness ?? 0 { best = (exactness, range.quality, place) }
        }
        return best.map { ($0.quality, $0.place) }
    }

    private static func names(_ type: ContentType) -> (String, String) {
        switch type {
        case .graphQLResponse: ("application", "graphql-response+json")
        case .eventStream: ("text", "event-stream")
        default: ("application", "json")
        }
    }
}
