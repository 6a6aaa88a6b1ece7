import Foundation
import Onirica
import Screens

/// What a desired state says of modes, and of stills on a whole screen.
extension DesiredReader {
  mutating func takeMode(_ object: [String: Any]) {
    if let wording = text(object, "mode") {
      if let mode = DesiredState.Mode(rawValue: wording) {
        (state.mode, state.hasNamedMode) = (mode, true)
        if mode == .dream, state.picture == .dream, state.wish.night == nil { state.picture = .dark }
      } else {
        warnings.append("desired.mode is none of dream, stills, splice: ignored")
      }
    }
    if let fields = fields(object, "stills") { takeGarden(fields) }
    if let fields = fields(object, "splice") { takeGraft(fields) }
  }

  /// In other modes than dreams, what is not covered by a slate or a still, nor stopped, is the mode's own.
  mutating func takeModesPicture(_ object: [String: Any]) {
    let before = state.picture
    if case .slate = before, object["slate"] is String { return }
    if case .still(let name) = before, object["still"] as? String == name { return noteStill(object) }
    let stops = (object["dream"] as? [String: Any])?["stop"] as? Bool == true
    let names = ["mode", "stills", "splice", "still", "slate", "dream"].contains { object[$0] != nil }
    if stops { state.picture = .dark } else if names { state.picture = .dream }
  }

  /// A still that was not there before came with this message.
  private mutating func noteStill(_ object: [String: Any]) {
    let way = fields(object["fades"] as? [String: Any] ?? [:], "still")
    let at = way.flatMap { instant($0, "at") }
    let over = way.flatMap { number($0, "over", in: 0...86_400) }
    guard case .still(let name) = state.picture, state.stillCame != name || at != nil else { return }
    state.stillCame = name
    state.stillAtUnixSeconds = at ?? state.atUnixSeconds
    state.stillOverSeconds = over ?? state.garden.over ?? state.overSeconds
  }

  /// How much of the garden stands, and night: each on its way from where it is, unless `fades` says from where.
  mutating func takeRamps(_ object: [String: Any]) {
    let fades = object["fades"] as? [String: Any] ?? [:]
    for (name, path) in [("growth", \DesiredState.growth), ("night", \DesiredState.night)] {
      guard let goal = number(object, name, in: 0...1) else { continue }
      let before = state[keyPath: path]
      if let way = fields(fades, name), let over = number(way, "over", in: 0...86_400) {
        let at = instant(way, "at") ?? state.atUnixSeconds
        let from = number(way, "from", in: 0...1) ?? before.value(at: at)
        let curve = word(way, "curve", FadeCurve.self)
        state[keyPath: path] = Ramp(from: from, to: goal, sinceUnixSeconds: at, overSeconds: over, curve: curve)
      } else if before.to != goal {
        let from = before.value(at: state.atUnixSeconds)
        state[keyPath: path] = Ramp(
          from: from, to: goal, sinceUnixSeconds: state.atUnixSeconds, overSeconds: state.overSeconds,
          curve: state.curve)
      }
    }
  }

  private mutating func takeGarden(_ fields: [String: Any]) {
    var garden = state.garden
    let faultsBefore = warnings.count
    takeWay(fields, into: &garden.way, everySeconds: 1...86_400)
    garden.next = fields["next"] is NSNull ? nil : text(fields, "next") ?? garden.next
    if let fit = word(fields, "fit", StillFit.self) { garden.fit = fit }
    if let transition = word(fields, "transition", StillTransition.self) { garden.transition = transition }
    if fields["over"] is NSNull { garden.over = nil }
    if let over = number(fields, "over", in: 0...600) { garden.over = over }
    if let motion = number(fields, "motion", in: 0...1) { garden.motion = motion }
    if warnings.count == faultsBefore { state.garden = garden }
  }

  private mutating func takeGraft(_ fields: [String: Any]) {
    var graft = state.graft
    let faultsBefore = warnings.count
    takeWay(fields, into: &graft.way, everySeconds: 10...3600)
    if fields["losses"] is NSNull { graft.losses = nil }
    if let losses = number(fields, "losses", in: 0...1) { graft.losses = losses }
    if fields["substitutions"] is NSNull { graft.substitutions = nil }
    if let substitutions = number(fields, "substitutions", in: 0...1) { graft.substitutions = substitutions }
    if warnings.count == faultsBefore { state.graft = graft }
  }

  /// Naming one of folder and items ends the other; a way that becomes another begins anew.
  private mutating func takeWay(
    _ fields: [String: Any], into way: inout DesiredState.Way, everySeconds: ClosedRange<Double>
  ) {
    let before = way
    if fields["folder"] is NSNull { way.folder = nil }
    if fields["items"] is NSNull { way.items = [] }
    if let folder = text(fields, "folder"), isName(folder, "folder") { (way.folder, way.items) = (folder, []) }
    if let items = names(fields, "items") { (way.folder, way.items) = (nil, items) }
    if let every = number(fields, "every", in: everySeconds) { way.every = every }
    if let seed = number(fields, "seed", in: 0...9_007_199_254_740_991) { way.seed = UInt64(seed) }
    way.fps = fields["fps"] is NSNull ? nil : number(fields, "fps", in: 1...240) ?? way.fps
    let at = instant(fields, "at")
    if at != nil || !way.isSame(as: before) { way.atUnixSeconds = at ?? state.atUnixSeconds }
  }

  // MARK: Kinds of fields

  mutating func fields(_ object: [String: Any], _ name: String) -> [String: Any]? {
    guard let value = object[name], !(value is NSNull) else { return nil }
    guard let fields = value as? [String: Any] else {
      warnings.append("desired.\(name) is no object: ignored")
      return nil
    }
    return fields
  }

  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ object: [String: Any], _ name: String, _ words: Word.Type
  ) -> Word? where Word.RawValue == String {
    guard let wording = text(object, name) else { return nil }
    if let word = Word(rawValue: wording) { return word }
    warnings.append("desired.\(name) is none of \(Word.allCases.map(\.rawValue).joined(separator: ", ")): ignored")
    return nil
  }

  mutating func names(_ object: [String: Any], _ name: String) -> [String]? {
    guard let value = object[name], !(value is NSNull) else { return nil }
    guard let names = value as? [String], names.allSatisfy(StillFolder.isName) else {
      warnings.append("desired.\(name) is no list of paths inside the stills' folder: ignored")
      return nil
    }
    return names
  }

  private mutating func isName(_ text: String, _ name: String) -> Bool {
    if StillFolder.isName(text) { return true }
    warnings.append("desired.\(name) is no path inside the stills' folder: ignored")
    return false
  }
}
