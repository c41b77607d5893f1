/// Equal requests that share one question and its answer.
///
/// One of them leads: it is sent, paused and sent again, and the subject of the answer names its slot. The others have
/// slots of their own, so that each counts, has its deadline and can be given up like any request, and form a ring with it.
extension RequestTable {
    /// Takes in a request that waits for the answer to the one that `leader` names; `nil` if that one is over.
    ///
    /// The token of a request that may be shared must not be given to `remove` by its caller, because another one may go
    /// on under it: it is given up by its caller's cancellation token.
    mutating func join(_ request: consuming Request, to leader: RequestToken) -> RequestToken? {
        let head = leader.slot
        guard self[leader] != nil else { return nil }
        request.phase = .joined(slot: head)
        let token = occupy(request)
        let (index, last) = (token.slot, slots[head].previous)
        slots[head].request?.isShared = true
        slots[index].next = head
        slots[index].previous = last
        slots[last].next = index
        slots[head].previous = index
        return token
    }

    /// Takes a request out that shares an answer with others.
    mutating func leaveRing(_ index: Int) -> Request? {
        if case .joined(let head)? = slots[index].request?.phase {
            unlink(index)
            // Exact, because the token of the last one to be answered may be used again at once.
            let isShared = slots[head].next != head
            slots[head].request?.isShared = isShared
            return vacate(index)
        }
        let heir = slots[index].next
        unlink(heir)
        guard let leader = slots[index].request, var next = vacate(heir) else { return nil }
        next.takeOver(from: leader)
        next.isShared = slots[index].next != index
        slots[index].request = next
        return leader
    }

    private mutating func unlink(_ index: Int) {
        let (next, previous) = (slots[index].next, slots[index].previous)
        slots[previous].next = next
        slots[next].previous = previous
        slots[index].next = index
        slots[index].previous = index
    }

    /// Whether a request was sent and is not paused, by itself or by the one whose answer it waits for.
    func isOnItsWay(_ request: Request) -> Bool {
        switch request.phase {
        case .sent: true
        case .waiting, .paused: false
        case .joined(let slot): if case .sent? = slots[slot].request?.phase { true } else { false }
        }
    }
}
