import JSON

/// What a subject after `$JS.API.` asks for.
enum APIRequest: Sendable, Equatable {
    case accountInfo
    case streamCreate(String), streamUpdate(String), streamInfo(String), streamDelete(String), streamPurge(String)
    case streamNames, streamList
    case messageGet(String), messageDelete(String)
    case consumerCreate(stream: String, name: String?, filter: String?)
    case durableCreate(stream: String, durable: String)
    case consumerInfo(stream: String, name: String)
    case consumerDelete(stream: String, name: String)
    case consumerPause(stream: String, name: String)
    case consumerNames(String), consumerList(String)
    case messageNext(stream: String, name: String)

    /// `nil` where the API has no such subject.
    init?(_ tokens: [Substring]) {
        let first = tokens.first ?? ""
        let second = tokens.count > 1 ? tokens[1] : ""
        let third = tokens.count > 2 ? String(tokens[2]) : ""
        switch (first, second, tokens.count) {
        case ("INFO", _, 1): self = .accountInfo
        case ("STREAM", "CREATE", 3): self = .streamCreate(third)
        case ("STREAM", "UPDATE", 3): self = .streamUpdate(third)
        case ("STREAM", "INFO", 3): self = .streamInfo(third)
        case ("STREAM", "DELETE", 3): self = .streamDelete(third)
        case ("STREAM", "PURGE", 3): self = .streamPurge(third)
        case ("STREAM", "NAMES", 2): self = .streamNames
        case ("STREAM", "LIST", 2): self = .streamList
        case ("STREAM", "MSG", 4) where tokens[2] == "GET": self = .messageGet(String(tokens[3]))
        case ("STREAM", "MSG", 4) where tokens[2] == "DELETE": self = .messageDelete(String(tokens[3]))
        case ("CONSUMER", _, _):
            guard let request = Self.consumer(second, tokens) else { return nil }
            self = request
        default: return nil
        }
    }

    private static func consumer(_ verb: Substring, _ tokens: [Substring]) -> APIRequest? {
        guard tokens.count > 2 else { return nil }
        let stream = String(tokens[2])
        let name = tokens.count > 3 ? String(tokens[3]) : ""
        switch (verb, tokens.count) {
        case ("CREATE", 3): return .consumerCreate(stream: stream, name: nil, filter: nil)
        case ("CREATE", 4): return .consumerCreate(stream: stream, name: name, filter: nil)
        case ("CREATE", _):
            return .consumerCreate(stream: stream, name: name, filter: tokens[4...].joined(separator: "."))
        case ("DURABLE", 5) where tokens[2] == "CREATE":
            return .durableCreate(stream: String(tokens[3]), durable: String(tokens[4]))
        case ("INFO", 4): return .consumerInfo(stream: stream, name: name)
        case ("DELETE", 4): return .consumerDelete(stream: stream, name: name)
        case ("PAUSE", 4): return .consumerPause(stream: stream, name: name)
        case ("NAMES", 3): return .consumerNames(stream)
        case ("LIST", 3): return .consumerList(stream)
        case ("MSG", 5) where tokens[2] == "NEXT":
            return .messageNext(stream: String(tokens[3]), name: String(tokens[4]))
        default: return nil
        }
    }

    /// The last part of the answer's `type`.
    var answerType: String {
        switch self {
        case .accountInfo: "account_info_response"
        case .streamCreate: "stream_create_response"
        case .streamUpdate: "stream_update_response"
        case .streamInfo: "stream_info_response"
        case .streamDelete: "stream_delete_response"
        case .streamPurge: "stream_purge_response"
        case .streamNames: "stream_names_response"
        case .streamList: "stream_list_response"
        case .messageGet: "stream_msg_get_response"
        case .messageDelete: "stream_msg_delete_response"
        case .consumerCreate, .durableCreate: "consumer_create_response"
        case .consumerInfo: "consumer_info_response"
        case .consumerDelete: "consumer_delete_response"
        case .consumerPause: "consumer_pause_response"
        case .consumerNames: "consumer_names_response"
        case .consumerList: "consumer_list_response"
        case .messageNext: "consumer_getnext_response"
        }
    }

    /// What stands beside `error` where the request failed.
    var emptyAnswer: JSONObject {
        switch self {
        case .streamNames, .streamList, .streamInfo: ["total": 0, "offset": 0, "limit": 0]
        case .consumerNames: ["total": 0, "offset": 0, "limit": 0, "consumers": []]
        case .consumerList: ["total": 0, "offset": 0, "limit": 0, "consumers": []]
        case .streamPurge: ["purged": 0]
        default: [:]
        }
    }
}
