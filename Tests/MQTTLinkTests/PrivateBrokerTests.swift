import BrokerFixture
import Testing

@Suite("The broker of a test")
struct PrivateBrokerTests {
  @Test("it listens when it is made, and again after it was killed")
  func listens() throws {
    let broker = try PrivateBroker()
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-t", "a", "-m", "b"])
    broker.kill()
    #expect(throws: ChildProcess.SpawnFault.self) {
      try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-t", "a", "-m", "b"])
    }
    try broker.start()
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-t", "a", "-m", "b"])
  }

  @Test("it asks for users where there are some, and for certificates where it is told to")
  func asks() throws {
    var setup = PrivateBroker.Setup()
    setup.users = ["lea": "secret"]
    setup.security = .mutualCertificates
    let broker = try PrivateBroker(setup)
    let certificates = try #require(broker.certificates)
    let publish = [
      "mosquitto_pub", "-h", "localhost", "-p", "\(broker.port)", "-t", "a", "-m", "b", "--cafile",
      certificates.authority,
    ]
    let identity = ["--cert", certificates.client, "--key", certificates.clientKey]
    #expect(throws: ChildProcess.SpawnFault.self) { try ChildProcess.run(publish + ["-u", "lea", "-P", "secret"]) }
    #expect(throws: ChildProcess.SpawnFault.self) { try ChildProcess.run(publish + identity) }
    try ChildProcess.run(publish + identity + ["-u", "lea", "-P", "secret"])
  }
}
