import Foundation
import NIOCore
import TestSupport
import Testing

@testable import NATSKV

@Suite struct AuthenticationTests {
    @Test(arguments: TestServer.processes)
    func `a token lets in, another one does not`(server: TestServer) async throws {
        try await server.runProcess(arguments: ["--auth", "s3cret"]) { process in
            try await withClient(process.url, .token("s3cret")) { client in
                #expect(await client.state() == .ready)
            }
            let url = process.url.replacingOccurrences(of: "nats://", with: "nats://s3cret@")
            try await withClient(url) { client in
                #expect(await client.state() == .ready)
            }
            let wrong = try configuration(process.url, .token("wr0ng"))
            let error = await expectError(.authorization) { try await NATSClient.connect(wrong) }
            #expect(error.map { !"\($0)".contains("wr0ng") } ?? false)
            let none = try configuration(process.url)
            _ = await expectError(.authorization) { try await NATSClient.connect(none) }
        }
    }

    @Test(arguments: TestServer.processes)
    func `user and password let in`(server: TestServer) async throws {
        try await server.runProcess(arguments: ["--user", "u", "--pass", "p w"]) { process in
            try await withClient(process.url, .user("u", password: "p w")) { client in
                #expect(await client.state() == .ready)
            }
            let url = process.url.replacingOccurrences(of: "nats://", with: "nats://u:p%20w@")
            try await withClient(url) { client in
                #expect(await client.state() == .ready)
            }
            let wrong = try configuration(process.url, .user("u", password: "x"))
            _ = await expectError(.authorization) { try await NATSClient.connect(wrong) }
        }
    }

    @Test(arguments: TestServer.processes)
    func `an NKey lets in, another one does not`(server: TestServer) async throws {
        let seed = makeSeed(1)
        let publicKey = try NKeySeed(seed).publicKey
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("nkey-\(UUID().uuidString).conf")
        try "authorization { users = [ { nkey: \(publicKey) } ] }".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try await server.runProcess(arguments: ["-c", file.path]) { process in
            try await withClient(process.url, try .nkey(seed: seed)) { client in
                #expect(await client.state() == .ready)
            }
            let wrong = try configuration(process.url, try .nkey(seed: makeSeed(2)))
            _ = await expectError(.authorization) { try await NATSClient.connect(wrong) }
        }
    }

    /// The text form of a user's seed.
    private func encode(_ seed: [UInt8]) -> String {
        // Five bits say "seed", the next five "user".
        var raw: [UInt8] = [18 << 3 | 20 >> 2, UInt8(truncatingIfNeeded: 20 << 6)] + seed
        let sum = CRC16.checksum(raw[...])
        raw += [UInt8(truncatingIfNeeded: sum), UInt8(truncatingIfNeeded: sum >> 8)]
        return Base32.encode(raw)
    }

    private func makeSeed(_ byte: UInt8) -> String { encode(Array(repeating: byte, count: 32)) }

    @Test func `a seed starts with SU and its public key with U`() throws {
        let seed = makeSeed(7)
        #expect(seed.hasPrefix("SU"))
        #expect(try NKeySeed(seed).publicKey.hasPrefix("U"))
    }

    @Test func `a seed signs as Ed25519 does`() throws {
        // RFC 8032, test 1: the empty message.
        let bytes: [UInt8] = [
            0x9D, 0x61, 0xB1, 0x9D, 0xEF, 0xFD, 0x5A, 0x60, 0xBA, 0x84, 0x4A, 0xF4, 0x92, 0xEC, 0x2C, 0xC4, 0x44, 0x49,
            0xC5, 0x69, 0x7B, 0x32, 0x69, 0x19, 0x70, 0x3B, 0xAC, 0x03, 0x1C, 0xAE, 0x7F, 0x60,
        ]
        let signature = try NKeySeed(encode(bytes)).sign("")
        #expect(
            signature
                == "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc-bRr0lv18FlbviRlUUFDjnoQCw"
        )
    }

    @Test(arguments: ["", "SU", "not base32!", String(repeating: "A", count: 58)])
    func `what is no seed is refused without being repeated`(text: String) {
        do {
            _ = try NKeySeed(text)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .configurationInvalid)
            if text.count > 5 { #expect(!"\(error)".contains(text)) }
        }
    }

    @Test func `a seed with one letter changed is refused`() throws {
        var letters = Array(makeSeed(3))
        letters[20] = letters[20] == "A" ? "B" : "A"
        #expect(throws: NATSError.self) { try NKeySeed(String(letters)) }
    }

    @Test func `a credentials file is read, a damaged one refused`() throws {
        let seed = makeSeed(9)
        let text = """
            -----BEGIN NATS USER JWT-----
            aaa.bbb.ccc
            ------END NATS USER JWT------

            ************************* IMPORTANT *************************

            -----BEGIN USER NKEY SEED-----
            \(seed)
            ------END USER NKEY SEED------
            """
        let credentials = try Credentials.parse(text)
        #expect("\(credentials)" == "JWT")
        #expect(!"\(String(reflecting: credentials))".contains(seed))
        #expect(throws: NATSError.self) { try Credentials.parse("") }
        #expect(throws: NATSError.self) { try Credentials.parse(text.replacingOccurrences(of: "USER NKEY", with: "X")) }
        #expect(throws: NATSError.self) { try Credentials.parse(text.replacingOccurrences(of: "aaa.bbb", with: "a b")) }
    }

    /// Signs claims as NATS JWTs are signed: Ed25519 over header and claims.
    private func makeJWT(_ claims: String, by issuer: NKeySeed) throws -> String {
        let header = Base64URL.encode(Array("{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}".utf8))
        let text = "\(header).\(Base64URL.encode(Array(claims.utf8)))"
        return "\(text).\(try #require(issuer.sign(text)))"
    }

    /// The public key of `seed` with the first letter of another role.
    private func publicKey(_ seed: NKeySeed, _ role: UInt8) throws -> String {
        var raw = Array(try #require(Base32.decode(seed.publicKey)).dropLast(2))
        raw[0] = role << 3
        let sum = CRC16.checksum(raw[...])
        return Base32.encode(raw + [UInt8(truncatingIfNeeded: sum), UInt8(truncatingIfNeeded: sum >> 8)])
    }

    private func claims(_ subject: String, issuer: String, expires: Int = 0, _ nats: String) -> String {
        let expiry = expires > 0 ? "\"exp\":\(expires)," : ""
        return "{\"jti\":\"x\",\"iat\":1700000000,\(expiry)\"iss\":\"\(issuer)\",\"name\":\"n\","
            + "\"sub\":\"\(subject)\",\"nats\":{\(nats),\"version\":2}}"
    }

    @Test(arguments: TestServer.processes)
    func `a JWT with its seed lets in, an expired one or another seed does not`(server: TestServer) async throws {
        let operatorSeed = try NKeySeed(makeSeed(11))
        let accountSeed = try NKeySeed(makeSeed(12))
        let user = try NKeySeed(makeSeed(13))
        // Letters O and A as base32 values.
        let (operatorKey, accountKey) = (try publicKey(operatorSeed, 14), try publicKey(accountSeed, 0))
        let operatorJWT = try makeJWT(
            claims(operatorKey, issuer: operatorKey, "\"type\":\"operator\""),
            by: operatorSeed
        )
        let limits =
            "\"limits\":{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,"
            + "\"wildcards\":true,\"conn\":-1,\"leaf\":-1}"
        let accountJWT = try makeJWT(
            claims(accountKey, issuer: operatorKey, "\(limits),\"type\":\"account\""),
            by: operatorSeed
        )
        func userJWT(expires: Int = 0) throws -> String {
            let nats = "\"pub\":{},\"sub\":{},\"subs\":-1,\"data\":-1,\"payload\":-1,\"type\":\"user\""
            return try makeJWT(
                claims(user.publicKey, issuer: accountKey, expires: expires, nats),
                by: accountSeed
            )
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("jwt-\(UUID().uuidString).conf")
        let text = "operator: \(operatorJWT)\nresolver: MEMORY\nresolver_preload: { \(accountKey): \(accountJWT) }\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try await server.runProcess(arguments: ["-c", file.path], hasJetStream: false) { process in
            let right = try Credentials.jwt(userJWT(), seed: makeSeed(13))
            try await withClient(process.url, right) { client in
                #expect(await client.state() == .ready)
            }
            let otherSeed = try configuration(process.url, try .jwt(userJWT(), seed: makeSeed(14)))
            _ = await expectError(.authorization) { try await NATSClient.connect(otherSeed) }
            let expired = try configuration(process.url, try .jwt(userJWT(expires: 1_700_000_001), seed: makeSeed(13)))
            _ = await expectError(.authorization) { try await NATSClient.connect(expired) }
        }
    }
}
