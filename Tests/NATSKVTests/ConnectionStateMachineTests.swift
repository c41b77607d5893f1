import NATSWire
import NIOCore
import Testing

@testable import NATSKV

/// A machine with its own clock, whose actions are words.
private struct Driver {
    var machine: ConnectionStateMachine
    var random = SeededRandom(state: 1)
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    init(_ urls: String = "one:1,two:2", change: (inout NATSConfiguration) -> Void = { _ in }) throws {
        var configuration = try configuration(urls)
        change(&configuration)
        machine = ConnectionStateMachine(settings: .init(configuration), servers: configuration.servers)
    }

    enum Event: CaseIterable {
        case start, opened, secured, info, infoTLS, infoLameDuck, infoOld, pong, ping, lost, refused, forbidden, stale
        case tick, settled, drain, close
    }

    @discardableResult
    mutating func send(_ event: Event) -> [String] {
        let actions =
            switch event {
            case .start: machine.start(now: now)
            case .opened: machine.opened()
            case .secured: machine.secured()
            case .info: machine.received(info: Self.info { _ in }, now: now, using: &random)
            case .infoTLS: machine.received(info: Self.info { $0.requiresTLS = true }, now: now, using: &random)
            case .infoLameDuck: machine.received(info: Self.info { $0.isLameDuck = true }, now: now, using: &random)
            case .infoOld: machine.received(info: Self.info { $0.supportsHeaders = false }, now: now, using: &random)
            case .pong: machine.receivedPong(now: now)
            case .ping: machine.receivedPing()
            case .lost: machine.lost(NATSError(.unavailable, "lost"), now: now, using: &random)
            case .refused: machine.received(errorText: "Authorization Violation", now: now, using: &random)
            case .forbidden: machine.received(errorText: "Permissions Violation for X", now: now, using: &random)
            case .stale: machine.received(errorText: "Stale Connection", now: now, using: &random)
            case .tick: tick()
            case .settled: machine.settled(now: now, using: &random)
            case .drain: machine.drain(until: now + .seconds(1))
            case .close: machine.close()
            }
        return actions.map(Self.word)
    }

    /// Lets the time pass to the machine's deadline.
    private mutating func tick() -> [ConnectionStateMachine.Action] {
        if let deadline = machine.deadline { now = max(now, deadline) }
        return machine.tick(now: now, using: &random)
    }

    mutating func becomeReady() {
        for event in [Event.start, .opened, .info, .pong] { send(event) }
    }

    static func info(_ change: (inout ServerInfo) -> Void) -> ServerInfo {
        var info = ServerInfo()
        info.supportsHeaders = true
        change(&info)
        return info
    }

    static func word(_ action: ConnectionStateMachine.Action) -> String {
        switch action {
        case .connect(let address): "connect \(address.host)"
        case .secure: "secure"
        case .authenticate: "authenticate"
        case .resume: "resume"
        case .suspend: "suspend"
        case .hold: "hold"
        case .ping: "ping"
        case .pong: "pong"
        case .closeChannel: "closeChannel"
        case .stop(let error): error == nil ? "stop" : "stop \(error?.code.description ?? "")"
        case .report: "report"
        case .refuse(let subject, _): "refuse \(subject)"
        }
    }
}

@Suite struct ConnectionStateMachineTests {
    @Test func `connects, introduces itself and is ready with the first PONG`() throws {
        var driver = try Driver()
        #expect(driver.send(.start) == ["connect one"])
        #expect(driver.send(.opened) == [])
        #expect(driver.send(.info) == ["authenticate"])
        #expect(!driver.machine.isReady)
        #expect(driver.send(.ping) == ["pong"])
        #expect(driver.send(.pong) == ["resume"])
        #expect(driver.machine.isReady)
    }

    @Test func `TLS comes between INFO and CONNECT`() throws {
        var driver = try Driver()
        for event in [Driver.Event.start, .opened] { driver.send(event) }
        #expect(driver.send(.infoTLS) == ["secure"])
        #expect(driver.send(.pong) == [])
        #expect(driver.send(.secured) == ["authenticate"])
    }

    @Test func `a server without TLS is left where TLS is wanted`() throws {
        var driver = try Driver("tls://one:1")
        for event in [Driver.Event.start, .opened] { driver.send(event) }
        #expect(driver.send(.info) == ["closeChannel"])
        #expect(driver.machine.lastError?.code == .tls)
    }

    @Test func `tries all servers before it waits, and waits longer every round, up to the limit`() throws {
        var driver = try Driver()
        driver.send(.start)
        var waits: [Int64] = []
        for _ in 0..<7 {
            #expect(driver.send(.lost).last?.hasPrefix("connect") == true)
            #expect(driver.send(.lost) == ["closeChannel"])
            let deadline = try #require(driver.machine.deadline)
            waits.append((deadline - driver.now).nanoseconds / 1_000_000)
            #expect(driver.send(.tick).last?.hasPrefix("connect") == true)
        }
        #expect((50...150).contains(waits[0]))
        #expect(waits.allSatisfy { $0 <= 1500 })
        #expect(waits[5] >= 500)
    }

    @Test func `a server that is silent is given up after the connect time-out`() throws {
        var driver = try Driver("one:1")
        driver.send(.start)
        driver.send(.opened)
        #expect(driver.send(.tick) == ["closeChannel"])
        #expect(driver.machine.lastError?.code == .unavailable)
    }

    @Test func `after a loss the same server is tried within fifty milliseconds`() throws {
        var driver = try Driver()
        driver.becomeReady()
        #expect(driver.send(.lost) == ["suspend", "closeChannel"])
        let deadline = try #require(driver.machine.deadline)
        #expect(deadline - driver.now <= .milliseconds(50))
        #expect(driver.send(.tick) == ["connect one"])
    }

    @Test func `unanswered pings end the connection`() throws {
        var driver = try Driver { $0.maximumUnansweredPings = 2 }
        driver.becomeReady()
        #expect(driver.send(.tick) == ["ping"])
        driver.send(.pong)
        #expect(driver.send(.tick) == ["ping"])
        #expect(driver.send(.tick) == ["ping"])
        #expect(driver.send(.tick) == ["suspend", "closeChannel"])
    }

    @Test func `refused credentials end the attempts, each server asked twice`() throws {
        var driver = try Driver()
        driver.send(.start)
        var attempts = 1
        while attempts < 20 {
            driver.send(.opened)
            driver.send(.info)
            let actions = driver.send(.refused)
            if actions.last == "stop authorization" { break }
            if actions.last == "closeChannel" { driver.send(.tick) }
            attempts += 1
        }
        #expect(attempts == 4)
    }

    @Test func `the close that follows a refusal does not hide it`() throws {
        var driver = try Driver("one:1")
        for event in [Driver.Event.start, .opened, .info, .refused, .lost] { driver.send(event) }
        #expect(driver.machine.lastError?.code == .authorization)
    }

    @Test func `refused credentials that once worked are tried on`() throws {
        var driver = try Driver("one:1")
        driver.becomeReady()
        driver.send(.lost)
        for _ in 0..<10 {
            driver.send(.tick)
            driver.send(.opened)
            driver.send(.info)
            let actions = driver.send(.refused)
            #expect(actions.last == "closeChannel")
        }
    }

    @Test func `one refused operation does not end the connection`() throws {
        var driver = try Driver()
        driver.becomeReady()
        #expect(driver.send(.forbidden) == ["report"])
        #expect(driver.machine.isReady)
        #expect(driver.send(.stale) == ["suspend", "closeChannel"])
    }

    @Test func `a server about to stop is left once nothing is under way`() throws {
        var driver = try Driver()
        driver.becomeReady()
        #expect(driver.send(.infoLameDuck) == ["hold"])
        #expect(!driver.machine.isReady)
        #expect(driver.send(.settled) == ["suspend", "closeChannel", "connect two"])
        var alone = try Driver("one:1")
        alone.becomeReady()
        #expect(alone.send(.infoLameDuck) == [])
    }

    @Test func `draining waits for what is under way, for a time`() throws {
        var driver = try Driver()
        driver.becomeReady()
        #expect(driver.send(.drain) == ["hold"])
        #expect(driver.send(.settled) == ["suspend", "closeChannel", "stop"])
        var slow = try Driver()
        slow.becomeReady()
        slow.send(.drain)
        #expect(slow.send(.tick) == ["suspend", "closeChannel", "stop"])
    }

    @Test func `in any order of events the actions fit together`() throws {
        let seed = SeededRandom.announced("connection machine")
        for run in 0..<2000 {
            var random = SeededRandom(state: seed &+ UInt64(run))
            var driver = try Driver(Bool.random(using: &random) ? "one:1" : "one:1,two:2,tls://three:3")
            driver.random = random
            var (isOpen, isUsable, isStopped) = (false, false, false)
            for _ in 0..<60 {
                let event = Driver.Event.allCases.randomElement(using: &random) ?? .tick
                if event == .close || event == .drain, Int.random(in: 0..<10, using: &random) > 0 { continue }
                for action in driver.send(event) {
                    #expect(!isStopped, "seed \(seed), run \(run): \(action) after stop")
                    switch action.split(separator: " ").first {
                    case "connect":
                        #expect(!isOpen, "seed \(seed), run \(run): two sockets")
                        isOpen = true
                    case "closeChannel":
                        #expect(!isUsable, "seed \(seed), run \(run): closed without suspend")
                        isOpen = false
                    case "resume":
                        #expect(isOpen && !isUsable, "seed \(seed), run \(run): resumed twice")
                        isUsable = true
                    case "suspend":
                        #expect(isUsable, "seed \(seed), run \(run): suspended twice")
                        isUsable = false
                    case "stop": isStopped = true
                    case "authenticate", "ping", "pong", "secure":
                        #expect(isOpen, "seed \(seed), run \(run): \(action) without a socket")
                    default: break
                    }
                }
                if case .idle = driver.machine.phase { continue }
                #expect(isStopped || driver.machine.deadline != nil, "seed \(seed), run \(run): nothing will happen")
            }
        }
    }
}
