/// What is to be looked at when, soonest first. Entries are not taken back: who is woken without a reason sets a new one.
struct TimerQueue<Item> {
    private var heap: [(time: Int64, item: Item)] = []

    var nextTime: Int64? { heap.first?.time }

    mutating func insert(_ item: Item, at time: Int64) {
        heap.append((time, item))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].time < heap[parent].time else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popDue(now: Int64) -> Item? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].time < heap[smallest].time { smallest = child }
            }
            if smallest == parent { break }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
        return first.item
    }
}
