import GraphQLEngine
import JSON
import Testing

@Suite("Cache of prepared operations")
struct OperationCacheTests {
    private func operation() throws -> PreparedOperation {
        try PreparedOperation("{ __typename }", kv: .init())
    }

    @Test("finds what was inserted, by text and operation name")
    func lookUp() throws {
        var cache = OperationCache()
        let (first, second) = (try operation(), try operation())
        let text = Array("query A { a } query B { b }".utf8)
        cache.insert(first, for: text.span, operationName: Array("A".utf8).span)
        cache.insert(second, for: text.span, operationName: Array("B".utf8).span)
        #expect(cache.find(text, "A") === first)
        #expect(cache.find(text, "B") === second)
        #expect(cache.find(text) == nil)
        #expect(cache.find(Array("query A { a } query B { b } ".utf8)) == nil)
        #expect(cache.hits == 2)
        #expect(cache.misses == 2)
        #expect(cache.count == 2)
    }

    @Test("forgets the least recently used when it is full")
    func eviction() throws {
        var cache = OperationCache(capacity: 3)
        let operation = try operation()
        let keys = (0..<4).map { Array("key \($0)".utf8) }
        for key in keys[0..<3] { cache.insert(operation, for: key.span) }
        #expect(cache.find(keys[0]) != nil)
        for key in keys[3...] { cache.insert(operation, for: key.span) }
        #expect(cache.count == 3)
        #expect(cache.find(keys[1]) == nil)
        for key in [keys[0], keys[2], keys[3]] { #expect(cache.find(key) != nil) }
    }

    @Test("keeps within its bytes and refuses texts that would fill it")
    func bytes() throws {
        var cache = OperationCache(capacity: 100, maximumBytes: 1000)
        let operation = try operation()
        cache.insert(operation, for: Array(repeating: 0x20, count: 251).span)
        #expect(cache.count == 0)
        for index in 0..<50 { cache.insert(operation, for: Array(repeating: UInt8(index), count: 100).span) }
        #expect(cache.count == 10)
        #expect(cache.bytes == 1000)
        cache.removeAll()
        #expect(cache.count == 0)
        #expect(cache.bytes == 0)
    }

    @Test("with capacity 0 it is off")
    func off() throws {
        var cache = OperationCache(capacity: 0)
        cache.insert(try operation(), for: Array("a".utf8).span)
        #expect(cache.find(Array("a".utf8)) == nil)
    }

    @Test("agrees with a simple model over many random steps")
    func model() throws {
        var random = SeededRandom(seed: UInt64.random(in: 0...UInt64.max))
        var cache = OperationCache(capacity: 8)
        let operations = try (0..<20).map { _ in try operation() }
        var model: [Int] = []  // oldest first
        for _ in 0..<5000 {
            let key = Int.random(in: 0..<20, using: &random)
            let text = Array("operation \(key)".utf8)
            if Bool.random(using: &random) {
                cache.insert(operations[key], for: text.span)
                model.removeAll { $0 == key }
                model.append(key)
                if model.count > 8 { model.removeFirst() }
            } else {
                let found = cache.find(text)
                #expect((found != nil) == model.contains(key), "seed \(random.seed)")
                if found != nil {
                    #expect(found === operations[key])
                    model.removeAll { $0 == key }
                    model.append(key)
                }
            }
        }
    }
}

extension OperationCache {
    fileprivate mutating func find(_ text: [UInt8], _ operationName: String = "") -> PreparedOperation? {
        lookUp(text.span, operationName: Array(operationName.utf8).span)
    }
}

/// Random numbers that a printed seed gives again.
struct SeededRandom: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
