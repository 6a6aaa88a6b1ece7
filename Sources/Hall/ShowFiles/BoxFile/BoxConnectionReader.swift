import Show

/// Reads how a device is reached that is a box: `connection: { box: lg-display, host: 10.0.0.7 }`.
struct BoxConnectionReader {
  let boxes: BoxBook
  let faults: FaultList

  static let beside = ["host", "port", "serial", "user", "password_file", "ca", "with"]

  /// The connection; nothing, and a fault, where it is none.
  func connection(_ fields: Fields, host: (String) -> String?, path: (String) -> String?) -> BoxConnection? {
    guard let written = fields["box"], let name = written.text("box", faults) else { return nil }
    guard let box = boxes.box(named: name, at: written.place, faults) else { return nil }
    let arguments = arguments(fields, box)
    guard let (line, place) = place(fields, box, host, path) else { return nil }
    var connection = BoxConnection(box.filled(with: arguments), by: line, at: place, user: user(fields))
    if fields.has("password_file") {
      guard let file = path("password_file") else { return nil }
      connection.passwordFile = file
    }
    if let entry = fields.entry("ca") {
      guard case .http(_, isSecure: true) = line else {
        faults.fault(entry.keyPlace, "`ca` is for boxes of HTTPS", "leave it out, or write `https` into the box's file")
        return nil
      }
      guard let file = path("ca") else { return nil }
      connection.authorityFile = file
    }
    return connection
  }

  private func place(
    _ fields: Fields, _ box: Box, _ host: (String) -> String?, _ path: (String) -> String?
  ) -> (BoxLine, BoxConnection.Place)? {
    let serial = box.lines.first { if case .serial = $0 { true } else { false } }
    let network = box.lines.first { if case .serial = $0 { false } else { true } }
    if let entry = fields.entry("serial") {
      for key in ["host", "port"] where fields.has(key) {
        faults.fault(entry.keyPlace, "`serial` has no place beside `\(key)`", "a device is reached by one of them")
      }
      guard let serial else {
        faults.fault(entry.keyPlace, "the box `\(box.name)` has no serial line", "write its `host`")
        return nil
      }
      return path("serial").map { (serial, .port(path: $0)) }
    }
    guard let entry = fields.entry("host") else {
      faults.fault(
        fields.place, "a box is somewhere",
        serial == nil
          ? "write its `host`" : network == nil ? "write `serial: /dev/ttyUSB0`" : "write `host` or `serial`")
      return nil
    }
    guard let network, let usual = network.port else {
      faults.fault(entry.keyPlace, "the box `\(box.name)` has a serial line alone", "write `serial: /dev/ttyUSB0`")
      return nil
    }
    let port = fields.has("port") ? fields.whole("port", in: 1...65535) : usual
    guard let port, let name = host("host") else { return nil }
    return (network, .network(host: name, port: port))
  }

  private func user(_ fields: Fields) -> String? {
    fields["user"]?.parsed("user", "a name", "write printable characters of ASCII, without a colon", faults) { text in
      text.utf8.allSatisfy { (0x21..<0x7f).contains($0) && $0 != 0x3a } && text.utf8.count <= 64 ? text : nil
    }
  }

  private func arguments(_ fields: Fields, _ box: Box) -> [String: String] {
    var arguments: [String: String] = [:]
    for entry in fields.map("with", "write `with: { id: 2 }`") {
      guard box.parameters[entry.key] != nil else {
        faults.fault(
          entry.keyPlace, "the box `\(box.name)` has no parameter `\(shortened(entry.key))`",
          didYouMean(entry.key, among: box.parameters.keys, what: "a parameter"))
        continue
      }
      if let text = Self.argument(entry.value, entry.key, faults) { arguments[entry.key] = text }
    }
    return arguments
  }

  /// What fills a blank: a short text that cannot end a command.
  static func argument(_ written: Written, _ key: String, _ faults: FaultList) -> String? {
    written.parsed(key, "a short text", "write 1 to 64 printable characters of ASCII", faults) { text in
      (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20..<0x7f).contains($0) } ? text : nil
    }
  }
}

extension BoxLine {
  fileprivate var port: Int? {
    switch self {
    case .tcp(let port), .udp(let port), .http(let port, _): port
    case .serial: nil
    }
  }
}
