import NIOCore

extension Consumer {
    private static func status(_ status: StaticString, to request: PullRequest) -> Publication {
        var headers = MessageHeaders(status: status)
        if request.batch > 0, status.description.hasPrefix("408") {
            headers.add("Nats-Pending-Messages", String(request.batch))
            headers.add("Nats-Pending-Bytes", String(max(0, request.bytes ?? 0)))
        }
        return Publication(request.reply, headers: headers.finish())
    }

    /// Ends the first request if it does not want to wait and there is nothing for it now.
    mutating func endUnfulfillable(in stream: Stream, through visible: UInt64, now: Int64) -> Publication? {
        guard !configuration.isPush, let request = requests.first else { return nil }
        if let expires = request.expires, expires <= now {
            requests.removeFirst()
            return Self.status("408 Request Timeout", to: request)
        }
        let isFull =
            configuration.ackPolicy != .none && configuration.maxAckPending > 0
            && unacknowledged.count >= configuration.maxAckPending
        guard redeliveries.isEmpty, pending == 0 || isFull else { return nil }
        guard request.noWait else { return nil }
        requests.removeFirst()
        return Self.status("404 No Messages", to: request)
    }

    /// Ends requests whose time is over and sends their heartbeats.
    mutating func requestTimersFired(now: Int64) -> [Publication] {
        guard !requests.isEmpty else { return [] }
        var ended: [Publication] = []
        requests.removeAll { request in
            guard let expires = request.expires, expires <= now else { return false }
            ended.append(Self.status("408 Request Timeout", to: request))
            return true
        }
        for index in requests.indices where requests[index].heartbeat > 0 {
            guard now - requests[index].lastSent >= requests[index].heartbeat else { continue }
            requests[index].lastSent = now
            ended.append(Self.status("100 Idle Heartbeat", to: requests[index]))
        }
        return ended
    }

    /// A client asks for messages. Returns what to tell it at once, if it cannot have them.
    mutating func request(_ request: PullRequest) -> Publication? {
        if configuration.maxRequestBatch > 0, request.batch > configuration.maxRequestBatch {
            return refusal("409 Exceeded MaxRequestBatch of \(configuration.maxRequestBatch)", request)
        }
        if configuration.maxRequestMaxBytes > 0, (request.bytes ?? 0) > configuration.maxRequestMaxBytes {
            return refusal("409 Exceeded MaxRequestMaxBytes of \(configuration.maxRequestMaxBytes)", request)
        }
        if configuration.maxWaiting > 0, requests.count >= configuration.maxWaiting {
            return refusal("409 Exceeded MaxWaiting", request)
        }
        requests.append(request)
        return nil
    }

    private func refusal(_ status: String, _ request: PullRequest) -> Publication {
        Publication(request.reply, headers: ByteBuffer(string: "NATS/1.0 \(status)\r\n\r\n"))
    }
}
