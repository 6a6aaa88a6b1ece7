import Show

/// Reads what a screen is to dream.
struct DreamReader {
  let surroundings: Surroundings
  let faults: FaultList

  static let fields = ["night", "stage", "from", "speed", "seed", "look", "chorus", "reports", "stop"]

  /// A dream as the value of a screen's property: the fields alone.
  func dream(_ written: Written) -> Dream? {
    guard let fields = Fields(written, "a dream", keys: Self.fields, faults) else { return nil }
    let dream = dream(fields)
    if dream?.chorus?.visitors != nil, let chorus = fields["chorus"] {
      faults.fault(
        chorus.place, "nobody counts visitors for a value that only stands",
        "name the nights alone, or use a cue `dream:`")
    }
    return dream
  }

  /// The `dream:` of a cue: the screen, the fields, and `over`.
  func action(_ written: Written) -> (action: Action, over: TimeSpan?)? {
    guard let fields = Fields(written, "a dream", keys: ["screen"] + Self.fields + ["over"], faults) else { return nil }
    let over = fields.span("over")
    guard let name = fields.required("screen", "say which screen dreams: `screen: SCREEN`"),
      let text = name.text("screen", faults), let dream = dream(fields),
      let device = surroundings.device(named: text, at: name.place, faults)
    else { return nil }
    guard device.kind == .screen else {
      faults.fault(name.place, "\(text) is a \(device.kind.rawValue), and only screens dream", "name a screen")
      return nil
    }
    return (.dream(device.id, dream), over)
  }

  private func dream(_ fields: Fields) -> Dream? {
    let dream = Dream(
      night: fields["night"].flatMap { night($0) }, stage: fields["stage"].flatMap { stage($0) },
      from: fields["from"].flatMap { from($0) }, speed: fields.number("speed", in: 0...600),
      seed: fields.whole("seed", in: 0...Int(UInt32.max)), look: fields["look"].flatMap { look($0) },
      chorus: fields["chorus"].flatMap { ChorusReader(surroundings: surroundings, faults: faults).chorus($0) },
      reports: fields.flag("reports"), stop: fields.flag("stop"))
    if Self.fields.allSatisfy({ fields.has($0) == false }) {
      faults.fault(fields.place, "this dream changes nothing", "give it a night, a stage, a speed or `stop: true`")
      return nil
    }
    if dream.stop == true, Self.fields.contains(where: { $0 != "stop" && fields.has($0) }) {
      faults.fault(fields.place, "a dream that stops has nothing else to say", "leave `stop` out, or everything else")
    }
    if let night = dream.night, dream.chorus?.nights.contains(night) == true, let chorus = fields["chorus"] {
      faults.fault(chorus.place, "`\(night)` is dreamt already", "name the nights beside it")
    }
    return dream
  }

  private func night(_ written: Written) -> String? {
    let name: Name<Never>? = written.name("night", faults)
    return name?.text
  }

  private func look(_ written: Written) -> String? {
    let name: Name<Never>? = written.name("look", faults)
    return name?.text
  }

  private func stage(_ written: Written) -> String? {
    guard let text = written.text("stage", faults) else { return nil }
    if Dream.stages.contains(text) { return text }
    faults.fault(
      written.place, "there is no stage `\(shortened(text))`",
      Dream.stages.first { $0.lowercased() == text.lowercased() }.map { "write \($0)" }
        ?? "a stage is one of \(Dream.stages.joined(separator: ", "))")
    return nil
  }

  private func from(_ written: Written) -> Double? {
    written.parsed("from", "a place in the night", "write seconds like 1800, or 30m", faults) { text in
      (Written.number(text) ?? TimeSpan(text)?.inSeconds).flatMap { (0...864_000).contains($0) ? $0 : nil }
    }
  }
}
