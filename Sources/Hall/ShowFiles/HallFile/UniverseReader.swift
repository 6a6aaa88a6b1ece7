import Show

/// Reads the declarations of universes.
struct UniverseReader {
  static let keys = ["protocol", "address", "priority", "title", "rate"]
  let faults: FaultList

  /// What stands under `universes:`; what has faults is left out.
  func universes(_ fields: Fields) -> [Int: LightUniverse] {
    var universes: [Int: LightUniverse] = [:]
    for entry in fields.map("universes", "write `1: { protocol: sacn }`") {
      guard let number = Int(entry.key), (1...63999).contains(number) else {
        faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no universe", "universes go from 1 to 63999")
        continue
      }
      if let universe = universe(number, entry) { universes[number] = universe }
    }
    return universes
  }

  private func universe(_ number: Int, _ entry: Written.Entry) -> LightUniverse? {
    guard let fields = Fields(entry.value, "a universe", keys: Self.keys, faults),
      let written = fields.required("protocol", "write `protocol: sacn` or `protocol: artnet`"),
      let word = written.word("protocol", LightUniverse.LineProtocol.self, faults)
    else { return nil }
    if word == .artnet, number > 32768 {
      faults.fault(entry.keyPlace, "Art-Net has no universe \(number)", "its universes go from 1 to 32768")
    }
    if word == .artnet, let priority = fields.entry("priority") {
      faults.warning(priority.keyPlace, "Art-Net has no priorities", "leave `priority` out, or take `protocol: sacn`")
    }
    return LightUniverse(
      number: number, lineProtocol: word, address: address(fields),
      priority: fields.whole("priority", in: 0...200) ?? 100, title: fields.text("title") ?? "",
      rateHz: fields.whole("rate", in: 1...44) ?? 44)
  }

  private func address(_ fields: Fields) -> String? {
    guard let written = fields["address"], let text = written.text("address", faults) else { return nil }
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    let isPort = halves.count == 1 || halves.count == 2 && UInt16(halves[1]).map { $0 > 0 } == true
    guard parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }), isPort else {
      faults.fault(
        written.place, "`address` is an IPv4 address, not `\(shortened(text))`",
        "write it like 10.0.0.7, or leave it out for everybody")
      return nil
    }
    return text
  }
}
