import Testing

@testable import Gateway

@Suite("Readiness")
struct ReadinessTests {
    @Test func `every event loop must reach NATS`() {
        let readiness = Readiness()
        let (first, second) = (readiness.join(), readiness.join())
        #expect(readiness.reason == "NATS does not answer.")
        readiness.set(first, true)
        #expect(readiness.reason == "NATS does not answer on 1 of 2 connections.")
        readiness.set(second, true)
        #expect(readiness.reason == nil)
        readiness.set(first, false)
        #expect(readiness.reason == "NATS does not answer on 1 of 2 connections.")
    }
}
