import MQTTLink
import Testing

@Suite("Broker addresses")
struct BrokerAddressTests {
  @Test(
    "an address is read as people write it",
    arguments: [
      ("mqtt://hall", "hall", 1883, false),
      ("mqtts://hall.example", "hall.example", 8883, true),
      ("MQTT://10.0.0.7:2883", "10.0.0.7", 2883, false),
      ("mqtt://[::1]", "::1", 1883, false),
      ("mqtts://[fe80::1]:8884/", "fe80::1", 8884, true),
    ])
  func reads(text: String, host: String, port: Int, usesTLS: Bool) throws {
    let address = try BrokerAddress(text)
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.usesTLS == usesTLS)
    #expect(try BrokerAddress(address.description) == address)
  }

  @Test(
    "what is no address is refused with the reason and the way out",
    arguments: [
      ("hall:1883", BrokerAddress.Fault.schemeMissing("hall:1883")),
      ("", .schemeMissing("")),
      ("http://hall", .schemeUnknown("http")),
      ("mqtt://", .hostMissing("")),
      ("mqtt://:1883", .hostMissing("")),
      ("mqtt://ha ll", .hostMissing("ha ll")),
      ("mqtt://hall:0", .portOutOfRange("0")),
      ("mqtt://hall:65536", .portOutOfRange("65536")),
      ("mqtt://hall:99999999999999999999", .portOutOfRange("99999999999999999999")),
      ("mqtt://hall:+1", .portOutOfRange("+1")),
      ("mqtt://hall:", .portOutOfRange("")),
      ("mqtt://::1", .bracketsMissing("::1")),
      ("mqtt://[::1", .bracketsMissing("::1")),
      ("mqtt://[::1]x", .strayText("x")),
      ("mqtt://lea:secret@hall", .credentialsInside),
      ("mqtt://hall/topic", .strayText("/")),
    ])
  func refuses(text: String, fault: BrokerAddress.Fault) {
    #expect(throws: fault) { try BrokerAddress(text) }
    #expect(!fault.description.contains("secret"))
  }
}
