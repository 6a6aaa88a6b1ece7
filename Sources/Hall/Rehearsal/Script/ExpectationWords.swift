import Show

/// Expectations in a script.
enum ExpectationWords {
  private static let hint =
    "write for example expect onirica in descent, expect hall closed, expect wash.level = 0, expect no warning"
  private static let modes = ["auto", "manual", "held", "stopped", "out-of-order"]

  /// Reads what stands behind `expect`.
  static func read(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ScriptExpectation {
    let word = try words.need("what is expected", hint)
    switch word.text {
    case "hall": return .phase(HallPhase(try words.need("the phase", "write for example expect hall open").text))
    case "blackout": return .blackout(try ScriptReader.oneOf(["on", "off"], &words, "on or off") == "on")
    case "alarm": return .alarm(try ScriptReader.oneOf(["on", "off"], &words, "on or off") == "on")
    case "warning": return .warning(try words.need("the warning's id", hint).text, stands: true)
    case "no":
      _ = try ScriptReader.oneOf(["warning"], &words, "warning")
      return .warning(words.take()?.text ?? "", stands: false)
    default: return try named(word, &words)
    }
  }

  private static func named(
    _ word: ScriptWords.Word, _ words: inout ScriptWords
  ) throws(ScriptFaults.Fault) -> ScriptExpectation {
    let verb = try words.need("what is expected of \(word.text)", hint)
    if let comparison = ScriptExpectation.Comparison(rawValue: verb.text), !verb.isQuoted {
      let value = try ScriptReader.value(&words)
      if let path = PropertyPath(word.text), DeviceID.isWellFormed(path.device.text) {
        return .property(path, comparison, value)
      }
      return .sensor(
        try ScriptReader.name(word.text, word, words, "a property, a sensor or a counter"), comparison, value)
    }
    let artwork: ArtworkID = try ScriptReader.name(word.text, word, words, "an artwork")
    switch verb.text {
    case "in": return .scene(artwork, try ScriptReader.name(&words, "a scene"), isIn: true)
    case "not":
      _ = try ScriptReader.oneOf(["in"], &words, "in")
      return .scene(artwork, try ScriptReader.name(&words, "a scene"), isIn: false)
    case "well": return .health(artwork, isWell: true)
    case "degraded": return .health(artwork, isWell: false)
    default:
      guard modes.contains(verb.text) else {
        let near = nearest(to: verb.text, among: modes + ["in", "not", "well", "degraded"])
        throw words.fault(
          at: verb.column, "‘\(verb.text)’ is nothing to expect", near.map { "did you mean \($0)?" } ?? hint)
      }
      return .mode(artwork, verb.text)
    }
  }
}

extension ScriptExpectation: CustomStringConvertible {
  /// As it stands behind `expect`.
  public var description: String {
    switch self {
    case .scene(let artwork, let scene, let isIn): "\(artwork) \(isIn ? "" : "not ")in \(scene)"
    case .mode(let artwork, let mode): "\(artwork) \(mode)"
    case .health(let artwork, let isWell): "\(artwork) \(isWell ? "well" : "degraded")"
    case .phase(let phase): "hall \(phase)"
    case .blackout(let on): "blackout \(on ? "on" : "off")"
    case .alarm(let on): "alarm \(on ? "on" : "off")"
    case .property(let path, let comparison, let value): "\(path) \(comparison.rawValue) \(value.inScript)"
    case .sensor(let sensor, let comparison, let value): "\(sensor) \(comparison.rawValue) \(value.inScript)"
    case .warning(let id, let stands):
      (stands ? "warning" : "no warning") + (id.isEmpty && !stands ? "" : " \(scriptQuoted(id))")
    }
  }
}
