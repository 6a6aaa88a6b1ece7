import Show

/// Reads by which lines a box can be reached: `tcp: 23`, `serial: 9600`.
struct BoxLineReader {
  let faults: FaultList

  static let serialKeys = ["baud", "data_bits", "parity", "stop_bits"]

  /// The lines; at least one, or a fault.
  func lines(_ fields: Fields) -> [BoxLine] {
    let named = fields.entries.filter { BoxReader.lineKeys.contains($0.key) }
    guard let first = named.first else {
      faults.fault(
        fields.place, "a box says how it is reached: one of \(BoxReader.lineKeys.joined(separator: ", "))",
        "write `tcp: 23` or `serial: 9600`")
      return []
    }
    let networks = named.filter { $0.key != "serial" }
    if networks.count > 1 {
      faults.fault(
        networks[1].keyPlace, "`\(networks[1].key)` has no place beside `\(networks[0].key)`",
        "a box has one line of a network, and may have a serial one; describe it twice where it has more")
    }
    if named.contains(where: { $0.key == "serial" }), networks.contains(where: { $0.key.hasPrefix("http") }) {
      faults.fault(first.keyPlace, "a box of HTTP has no serial line", "describe it twice")
    }
    return named.compactMap { entry in
      if entry.key == "serial" { return serial(entry.value, fields).map { .serial($0) } }
      guard let port = fields.whole(entry.key, in: 1...65535) else { return nil }
      switch entry.key {
      case "tcp": return .tcp(port: port)
      case "udp": return .udp(port: port)
      default: return .http(port: port, isSecure: entry.key == "https")
      }
    }
  }

  private func serial(_ written: Written, _ fields: Fields) -> SerialSettings? {
    guard written.entries != nil else { return baud(fields).map { SerialSettings(baud: $0) } }
    guard let settings = Fields(written, "a serial line", keys: Self.serialKeys, faults),
      settings.required("baud", "write its rate in bits a second: `baud: 9600`") != nil,
      let baud = baud(settings)
    else { return nil }
    return SerialSettings(
      baud: baud, dataBits: settings.whole("data_bits", in: 7...8) ?? 8,
      parity: settings.word("parity", SerialSettings.Parity.self) ?? .none,
      stopBits: settings.whole("stop_bits", in: 1...2) ?? 1)
  }

  private func baud(_ fields: Fields) -> Int? {
    let key = fields.has("baud") ? "baud" : "serial"
    let rates = SerialSettings.bauds
    guard let written = fields[key], let baud = fields.whole(key, in: 1...1_000_000) else { return nil }
    if rates.contains(baud) { return baud }
    faults.fault(
      written.place, "a serial line has no rate of \(baud)",
      "write one of \(rates.map(String.init).joined(separator: ", "))")
    return nil
  }
}
