import Show

/// Reads the messages of cues that do not go by the broker: `osc` and `http`.
struct OutsideReader {
  let faults: FaultList

  static let oscKeys = ["to", "address", "arguments"]
  static let methodKeys = HTTPCall.Method.allCases.map { $0.rawValue.lowercased() }
  static let httpKeys = methodKeys + ["json", "text", "within", "token_file"]
  /// How long an answer can be waited for.
  static let patience = TimeSpan.milliseconds(100)...TimeSpan.seconds(60)

  // MARK: Open Sound Control

  /// `osc: { to: "10.0.0.7:9000", address: /cue/go, arguments: [1, 0.5, text, true] }`
  func osc(_ written: Written) -> OSCCall? {
    guard let fields = Fields(written, "a message of OSC", keys: Self.oscKeys, faults) else { return nil }
    let arguments = fields.items("arguments").compactMap(argument)
    let place = fields.required("to", "name who hears it: `to: \"10.0.0.7:9000\"`").flatMap(hostAndPort)
    let address = fields.required("address", "name what it is about: `address: /cue/go`").flatMap(address)
    guard let place, let address else { return nil }
    return OSCCall(host: place.host, port: place.port, address: address, arguments: arguments)
  }

  private func hostAndPort(_ written: Written) -> (host: String, port: Int)? {
    written.parsed("to", "a host and a port of UDP", "write it like 10.0.0.7:9000 or player.local:9000", faults) {
      text in
      guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
        (1...65_535).contains(port)
      else { return nil }
      let host = String(text[..<colon])
      return !host.isEmpty && host.utf8.count <= 253 && host.allSatisfy(Self.isOfHost) ? (host, port) : nil
    }
  }

  private static func isOfHost(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-.".contains(character))
  }

  /// OSC 1.0 keeps these characters for patterns; a message is for one place.
  func address(_ written: Written) -> String? {
    written.parsed("address", "an address of OSC", "it begins with `/` and has none of `#*,?[]{}` or blanks", faults) {
      let isPlain = $0.unicodeScalars.allSatisfy {
        (33...126).contains($0.value) && !"#*,?[]{}".unicodeScalars.contains($0)
      }
      return $0.hasPrefix("/") && $0.utf8.count <= 250 && isPlain ? $0 : nil
    }
  }

  private func argument(_ written: Written) -> OSCCall.Argument? {
    guard case .scalar(let text, let isQuoted) = written.content else {
      faults.fault(written.place, "an argument of OSC is a number, a text, true or false", "write it in one word")
      return nil
    }
    if isQuoted { return .text(text) }
    if text == "true" || text == "false" { return .flag(text == "true") }
    if let whole = Int32(text) { return .integer(whole) }
    if let number = Written.number(text) { return .float(number) }
    return .text(text)
  }

  // MARK: HTTP

  /// `http: { post: "https://lights.example/scene", json: { on: true }, within: 3s }`
  func http(_ written: Written) -> HTTPCall? {
    guard let fields = Fields(written, "a request", keys: Self.httpKeys, faults) else { return nil }
    let named = fields.entries.filter { Self.methodKeys.contains($0.key) }
    guard let entry = named.first, named.count == 1,
      let method = HTTPCall.Method(rawValue: entry.key.uppercased())
    else {
      faults.fault(
        named.last?.keyPlace ?? written.place, "a request is one of \(Self.methodKeys.joined(separator: ", "))",
        "write for example `post: \"https://lights.example/scene\"`")
      return nil
    }
    let url = url(entry.value, of: entry.key)
    var call = HTTPCall(method, url ?? "")
    if let json = fields["json"] {
      (call.body, call.isJSON) = (PublicationReader(topics: "", faults: faults).payload(json, isAlwaysJSON: true), true)
      if let text = fields.entry("text") {
        faults.fault(text.keyPlace, "a request has one body", "leave `json` or `text`")
      }
    } else if let text = fields.text("text") {
      (call.body, call.isJSON) = (text, false)
    }
    if call.body != nil, method == .get {
      faults.fault(entry.keyPlace, "a `get` has no body", "use `post`, or leave the body out")
    }
    if let within = fields.span("within") {
      call.within = within
      if !Self.patience.contains(within), let place = fields["within"]?.place {
        faults.fault(place, "an answer is waited for from 100 ms to 60 s", "write for example `within: 5s`")
      }
    }
    call.tokenFile = fields.text("token_file")
    return url == nil ? nil : call
  }

  private func url(_ written: Written, of method: String) -> String? {
    written.parsed(method, "a place of HTTP", "write it like https://lights.example/scene", faults) { text in
      let rest = ["http://", "https://"].first { text.lowercased().hasPrefix($0) }.map { text.dropFirst($0.count) }
      guard let rest, let host = rest.split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty,
        text.utf8.count <= 2000, text.unicodeScalars.allSatisfy({ (33...126).contains($0.value) })
      else { return nil }
      // A password in a URL would stand in the journal.
      return host.contains("@") ? nil : text
    }
  }
}
