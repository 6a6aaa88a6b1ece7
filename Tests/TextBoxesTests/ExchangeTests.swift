import Show
import TextBoxSimulator
import TextBoxes
import Testing

@Suite("Every box that ships") struct ExchangeTests {
  @Test("says what its exchange says, and ends as it says", arguments: Exchange.names)
  func replay(name: String) throws {
    let exchange = try Exchange(name: name)
    let keys = exchange.lines.first { $0.mark == "d" }.map { String($0.text.dropFirst("evice ".count)) }
    var replay = ExchangeReplay(
      try ShippedBoxes.connection(of: exchange.box, keys ?? ShippedBoxes.usualKeys(of: exchange.box)))
    try replay.play(exchange)
  }

  @Test("has an exchange, and there are twelve at least")
  func complete() {
    #expect(ShippedBoxes.names.count >= 12)
    #expect(ShippedBoxes.names.filter { box in !Exchange.names.contains { $0.prefix { $0 != "." } == box } } == [])
  }

  @Test("an exchange that is not so is found: other bytes, another end, more that is sent")
  func control() throws {
    for text in [
      "! power=on\n> ka 02 ff\\r\n", "! power=on\n> ka 01 ff\\r\n< a 01 OK00x\n= power=on\n",
      "! power=on\n> ka 01 ff\\r\n< a 01 OK00x\n+ 1s\n= power=off\n",
    ] {
      var replay = ExchangeReplay(try ShippedBoxes.connection(of: "lg-display"))
      #expect(throws: Exchange.Fault.self) { try replay.play(Exchange(name: "lg-display", text: text)) }
    }
  }
}
