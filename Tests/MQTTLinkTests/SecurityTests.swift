import BrokerFixture
import MQTTLink
import Testing

@Suite("A link over TLS")
struct SecurityTests {
  private func broker(_ security: PrivateBroker.Security) throws -> (PrivateBroker, TestCertificates) {
    var setup = PrivateBroker.Setup()
    setup.security = security
    let broker = try PrivateBroker(setup)
    return (broker, try #require(broker.certificates))
  }

  private func reason(_ settings: LinkSettings) async throws -> String {
    let owner = try await LinkOwner.started(settings)
    let event = try await owner.event("refused") { ConnectionTests.fault($0) != nil }
    guard case .tls(let reason) = ConnectionTests.fault(event) else { return "no TLS fault: \(event)" }
    return reason
  }

  @Test("with the right authority, messages of every size pass")
  func passes() async throws {
    let (broker, certificates) = try broker(.serverCertificate)
    let owner = try await LinkOwner.connected(
      .test(broker.url) { $0.credentials.authorityFile = certificates.authority }, [MQTTSubscription("size/#")])
    for size in [0, 1, 100, 16_383, 16_384, 16_385, 100_000, 900_000] {
      await owner.publish(MQTTPublication("size/\(size)", [UInt8](repeating: 7, count: size)))
    }
    for size in [0, 1, 100, 16_383, 16_384, 16_385, 100_000, 900_000] {
      let message = try await owner.message { $0.topic == "size/\(size)" }
      #expect(message.payload == [UInt8](repeating: 7, count: size))
    }
  }

  @Test("many small messages at once all come, also those that TLS holds where epoll does not see them")
  func bursts() async throws {
    let (broker, certificates) = try broker(.serverCertificate)
    let owner = try await LinkOwner.connected(
      .test(broker.url) {
        $0.credentials.authorityFile = certificates.authority
        $0.limits.messagesPerBatch = 7
      }, [MQTTSubscription("n", qos: .atMostOnce)])
    for number in 0..<2000 { await owner.publish(MQTTPublication("n", "\(number)", qos: .atMostOnce)) }
    try await owner.until("all") { $0.messages.count == 2000 }
    #expect(await owner.messages.map(\.text) == (0..<2000).map { "\($0)" })
  }

  @Test("an authority that did not sign the broker's certificate is refused")
  func otherAuthority() async throws {
    let (broker, certificates) = try broker(.serverCertificate)
    let reason = try await reason(.test(broker.url) { $0.credentials.authorityFile = certificates.otherAuthority })
    #expect(reason.contains("certificate verify failed"))
  }

  @Test("a host that the certificate does not name is refused")
  func otherHost() async throws {
    let (broker, certificates) = try broker(.serverCertificate)
    // Another spelling of 127.0.0.1, which the certificate does not hold.
    let reason = try await reason(
      .test("mqtts://127.1:\(broker.port)") { $0.credentials.authorityFile = certificates.authority })
    #expect(reason.contains("host name verification failed"))
  }

  @Test("certificates of both sides: with one it passes, without it is refused")
  func mutual() async throws {
    let (broker, certificates) = try broker(.mutualCertificates)
    _ = try await LinkOwner.connected(
      .test(broker.url) {
        $0.credentials = MQTTCredentials(
          authorityFile: certificates.authority, certificateFile: certificates.client,
          keyFile: certificates.clientKey)
      })
    let owner = try await LinkOwner.started(
      .test(broker.url) { $0.credentials.authorityFile = certificates.authority })
    try await owner.event("refused") { ConnectionTests.fault($0) != nil }
    #expect(await owner.events.allSatisfy { !ConnectionTests.isConnected($0) })
  }

  @Test("a broker that speaks no TLS is told apart")
  func plainBroker() async throws {
    let (_, certificates) = try broker(.serverCertificate)
    let plain = try PrivateBroker()
    let owner = try await LinkOwner.started(
      .test("mqtts://127.0.0.1:\(plain.port)") {
        $0.credentials.authorityFile = certificates.authority
        $0.timings.connectTimeout = .milliseconds(500)
      })
    try await owner.event("refused") { ConnectionTests.fault($0) != nil }
  }

  @Test("a broker that is absent is told as such with TLS too")
  func absent() async throws {
    let (broker, certificates) = try broker(.serverCertificate)
    broker.kill()
    let owner = try await LinkOwner.started(
      .test(broker.url) { $0.credentials.authorityFile = certificates.authority })
    try await owner.event("unreachable") {
      if case .unreachable = ConnectionTests.fault($0) { true } else { false }
    }
  }

  @Test("a missing file is told by its path")
  func missingFile() async throws {
    let owner = try await LinkOwner.started(
      .test("mqtts://127.0.0.1:1") { $0.credentials.authorityFile = "/nowhere/authority.pem" })
    let event = try await owner.event("settings") { ConnectionTests.fault($0) != nil }
    guard case .badSettings(let reason) = ConnectionTests.fault(event) else {
      Issue.record("\(event)")
      return
    }
    #expect(reason.contains("/nowhere/authority.pem"))
  }

  @Test("a quiet link over TLS is kept alive")
  func keepsAlive() async throws {
    var setup = PrivateBroker.Setup()
    setup.security = .serverCertificate
    setup.logsPackets = true
    let broker = try PrivateBroker(setup)
    let authority = try #require(broker.certificates).authority
    let owner = try await LinkOwner.connected(
      .test(broker.url) {
        $0.credentials.authorityFile = authority
        $0.timings.keepAlive = .milliseconds(100)
      }, [MQTTSubscription("a")])
    try await ConnectionTests.lines(broker, containing: "Sending PINGRESP to test", count: 3)
    await owner.publish(MQTTPublication("a", "still here"))
    try await owner.message { $0.text == "still here" }
    #expect(await owner.events.allSatisfy { ConnectionTests.fault($0) == nil })
  }
}
