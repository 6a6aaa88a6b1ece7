import Show

/// Reads how the daemon reaches a device itself.
struct ConnectionReader {
  let faults: FaultList
  /// The boxes that the show describes.
  var boxes = BoxBook()

  /// The ways there are, and the keys that may stand beside each.
  private static let directWays: [(key: String, beside: [String])] = [
    ("pjlink", ["port", "password_file"]), ("mpv", ["output", "audio"]), ("wake", ["broadcast", "off"]),
    ("box", BoxConnectionReader.beside),
  ]
  private static let ways = directWays + ForeignReader.ways
  static let keys = ways.flatMap { [$0.key] + $0.beside }
  /// How a PC that is woken is put to sleep.
  private enum OffWay: String, CaseIterable { case broker }
  private static let wayNames = ways.map(\.key).joined(separator: ", ")

  /// The forms of what is written, as regular expressions (ECMA-262) for editors.
  private enum Form {
    static let host = "^[A-Za-z0-9._-]+$|^[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$"
    static let hardwareAddress = "^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$"
    static let address = "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"
    static let word = "^[A-Za-z0-9]"
  }

  static let schema = SchemaPart.either(directSchemas + ForeignReader.schemas)

  private static let directSchemas: [SchemaPart] = [
    ShowSchema.keys(
      ["pjlink", "port", "password_file"], needed: ["pjlink"],
      [
        "pjlink": .told("The host of a projector or display.", .text(form: Form.host)),
        "port": .told("Its TCP port; 4352 unless said.", .whole(1...65535)),
        "password_file": .told("The file in which its password stands.", .text(form: "^/")),
      ]),
    ShowSchema.keys(
      ["mpv", "output", "audio"], needed: ["mpv"],
      [
        "mpv": .told("The name of a player's own mpv.", .name),
        "output": .told("The connector of its screen: HDMI-A-1.", .text(form: Form.word)),
        "audio": .told("The audio device, as mpv names it.", .text(form: Form.word)),
      ]),
    ShowSchema.keys(
      ["wake", "broadcast", "off"], needed: ["wake"],
      [
        "wake": .told("The hardware address of a PC.", .text(form: Form.hardwareAddress)),
        "broadcast": .told("The broadcast address of its net.", .text(form: Form.address)),
        "off": .told(
          "How it is put to sleep: it listens at the broker (regie-sleep).", .word(OffWay.allCases.map(\.rawValue))),
      ]),
    ShowSchema.keys(
      ["box"] + BoxConnectionReader.beside, needed: ["box"],
      [
        "box": .told("The box, by the name of its file in the folder boxes.", .name),
        "host": .told("Its host.", .text(form: Form.host)),
        "port": .told("Its port, where it is not the usual one.", .whole(1...65535)),
        "serial": .told("Its serial port: /dev/ttyUSB0.", .text(form: "^/")),
        "user": .told("The name that it is shown.", .anyText),
        "password_file": .told("The file in which its password stands.", .text(form: "^/")),
        "ca": .told("The file of who vouches for it over HTTPS, as PEM; the system's unless said.", .text(form: "^/")),
        "with": .told("What fills the blanks of its description.", .names(.anyText)),
      ]),
  ]

  /// The connection of a device; nothing, and a fault, where it is none.
  func connection(_ written: Written, of device: Device) -> Connection? {
    guard let fields = Fields(written, "a connection", keys: Self.keys, faults) else { return nil }
    let named = fields.entries.filter { entry in Self.ways.contains { $0.key == entry.key } }
    guard let first = named.first else {
      faults.fault(
        written.place, "a connection says how: one of \(Self.wayNames)", "write `connection: { pjlink: 10.0.0.5 }`")
      return nil
    }
    guard named.count == 1 else {
      faults.fault(
        named[1].keyPlace, "a connection is one of \(Self.wayNames), not several", "leave all but one out")
      return nil
    }
    guard fits(first, fields), let connection = read(first.key, fields, device) else { return nil }
    guard connection.kinds.contains(device.kind) else {
      faults.fault(
        written.place, "a \(device.kind.rawValue) is not reached by `\(first.key)`", hint(for: device.kind))
      return nil
    }
    return connection
  }

  private func fits(_ way: Written.Entry, _ fields: Fields) -> Bool {
    let beside = Self.ways.first { $0.key == way.key }?.beside ?? []
    let strays = fields.entries.filter {
      $0.key != way.key && Self.keys.contains($0.key) && !beside.contains($0.key)
    }
    for stray in strays {
      faults.fault(
        stray.keyPlace, "`\(stray.key)` has no place beside `\(way.key)`",
        "beside it may stand \(beside.joined(separator: " and "))")
    }
    return strays.isEmpty
  }

  private func hint(for kind: DeviceKind) -> String {
    switch kind {
    case .projector, .display: "write `connection: { pjlink: 10.0.0.5 }`"
    case .player: "write `connection: { mpv: default }`"
    case .switch: "write `connection: { wake: \"AA:BB:CC:DD:EE:FF\" }`"
    case .light: "write `connection: { zigbee2mqtt: NAME }`, or leave it out"
    case .screen: "leave `connection` out"
    case .box: "write `connection: { box: lg-display, host: 10.0.0.5 }`"
    }
  }

  private func read(_ way: String, _ fields: Fields, _ device: Device) -> Connection? {
    switch way {
    case _ where ForeignReader.ways.contains { $0.key == way }:
      return ForeignReader(fields: fields, device: device, faults: faults).read(way).map { .foreign($0) }
    case "pjlink":
      guard let host = text("pjlink", fields, "a host", "a name or an address alone; a port stands in `port`", isHost)
      else { return nil }
      let port = fields.has("port") ? fields.whole("port", in: 1...65535) : Connection.usualPJLinkPort
      guard let port, let file = optional("password_file", fields, path) else { return nil }
      return .pjlink(host: host, port: port, passwordFile: file)
    case "mpv":
      let screen: Name<Never>? = fields.name("mpv")
      guard let screen, let output = optional("output", fields, { connector($0, $1) }),
        let audio = optional("audio", fields, { sound($0, $1) })
      else { return nil }
      return .mpv(screen: screen.text, output: output, audio: audio)
    case "box":
      let reader = BoxConnectionReader(boxes: boxes, faults: faults)
      let hint = "a name or an address alone; a port stands in `port`"
      return reader.connection(
        fields, host: { text($0, fields, "a host", hint, isHost) }, path: { path($0, fields) }
      ).map { .box($0) }
    default:
      let hint = "six pairs of hexadecimal digits in quotes, like \"AA:BB:CC:DD:EE:FF\""
      guard let address = text("wake", fields, "a hardware address", hint, isHardwareAddress),
        let net = optional("broadcast", fields, { broadcast($0, $1) })
      else { return nil }
      if fields.has("off"), fields.word("off", OffWay.self) == nil { return nil }
      return .wake(
        hardwareAddress: address.uppercased(), broadcast: net ?? Connection.wholeNet, listens: fields.has("off"))
    }
  }

  /// The text of a key that need not be there: nothing at all where it is there and faulty.
  private func optional(_ key: String, _ fields: Fields, _ read: (String, Fields) -> String?) -> String?? {
    guard fields.has(key) else { return .some(nil) }
    return read(key, fields).map { .some($0) }
  }

  private func text(
    _ key: String, _ fields: Fields, _ what: String, _ hint: String, _ isOne: @escaping (String) -> Bool
  ) -> String? {
    fields[key]?.parsed(key, what, hint, faults) { isOne($0) ? $0 : nil }
  }

  private func path(_ key: String, _ fields: Fields) -> String? {
    guard let written = fields[key], let text = written.text(key, faults) else { return nil }
    if text.hasPrefix("/"), text.utf8.allSatisfy({ $0 >= 0x20 }) { return text }
    faults.fault(
      written.place, "`\(key)` is no whole path", "write it from the root, like /etc/regie/credentials/beamer")
    return nil
  }

  private func connector(_ key: String, _ fields: Fields) -> String? {
    text(key, fields, "a connector", "write it as the machine names it, like HDMI-A-1", isWord)
  }

  private func sound(_ key: String, _ fields: Fields) -> String? {
    text(key, fields, "an audio device", "write it as `mpv --audio-device=help` lists it, like alsa/default", isWord)
  }

  private func broadcast(_ key: String, _ fields: Fields) -> String? {
    text(key, fields, "an IPv4 address", "write the broadcast address of its net, like 10.0.0.255", isAddress)
  }
}

/// Words that reach another program: they begin with a letter or digit, so that none is taken for an option.
private func isWord(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic || isDigit(first) else {
    return false
  }
  return text.utf8.count <= 128 && text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

private func isHost(_ text: String) -> Bool {
  let colons = text.count { $0 == ":" }
  let letters = text.utf8.allSatisfy { byte in
    let scalar = Unicode.Scalar(byte)
    return isDigit(scalar) || scalar.properties.isAlphabetic && scalar.isASCII || "._-:".unicodeScalars.contains(scalar)
  }
  let hexadecimal = text.utf8.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit || $0 == 0x3a || $0 == 0x2e }
  return !text.isEmpty && text.utf8.count <= 253 && letters && (colons == 0 || colons >= 2 && hexadecimal)
}

private func isHardwareAddress(_ text: String) -> Bool {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  return parts.count == 6
    && parts.allSatisfy { $0.utf8.count == 2 && $0.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit) }
}

private func isAddress(_ text: String) -> Bool {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  return parts.count == 4
    && parts.allSatisfy { $0.utf8.count <= 3 && $0.unicodeScalars.allSatisfy(isDigit) && UInt8($0) != nil }
}
