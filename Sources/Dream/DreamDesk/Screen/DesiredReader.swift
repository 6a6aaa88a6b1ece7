import Foundation
import Onirica
import Screens
import SleepLab

/// Reads the JSON of a desired topic over the state before it: fields not named keep their value, fields that cannot be
/// used are left as they were and reported.
struct DesiredReader {
  /// Bytes of a message at most.
  static let bytesAtMost = 64 << 10

  /// What came of a message.
  struct Reading: Equatable {
    var state: DesiredState
    /// What could not be used, in words; never the message's own text.
    var warnings: [String]
  }

  var state: DesiredState
  var warnings: [String] = []
  private let nowUnixSeconds: Double

  /// Reads a message.
  ///
  /// - Parameters:
  ///   - payload: the message's bytes.
  ///   - before: the state in force.
  ///   - nowUnixSeconds: stands in where the message names no instant.
  static func read(_ payload: [UInt8], over before: DesiredState, nowUnixSeconds: Double) -> Reading {
    guard payload.count <= bytesAtMost else { return refused(before, "is longer than 64 KiB") }
    guard !payload.isEmpty else { return refused(before, "is empty") }
    guard
      let value = try? JSONSerialization.jsonObject(with: Data(payload)), let object = value as? [String: Any]
    else { return refused(before, "is no JSON object") }
    var reader = DesiredReader(state: before, nowUnixSeconds: nowUnixSeconds)
    reader.take(object)
    return Reading(state: reader.state, warnings: reader.warnings)
  }

  private static func refused(_ before: DesiredState, _ why: String) -> Reading {
    Reading(state: before, warnings: ["desired \(why): the state before it stays"])
  }

  private init(state: DesiredState, nowUnixSeconds: Double) {
    self.state = state
    self.nowUnixSeconds = nowUnixSeconds
  }

  private mutating func take(_ object: [String: Any]) {
    let rev = number(object, "rev", in: 0...9_007_199_254_740_991)
    if let rev { state.rev = Int(rev) }
    state.atUnixSeconds = instant(object, "at") ?? nowUnixSeconds
    if let brightness = number(object, "brightness", in: 0...1) { state.brightness = brightness }
    state.overSeconds = number(object, "over", in: 0...86_400) ?? 0
    state.curve = word(object, "curve", FadeCurve.self)
    takeMode(object)
    takePicture(object)
    if state.mode != .dream { takeModesPicture(object) }
    takeRamps(object)
    state.passedOver = names(object, "passed_over") ?? []
    let known: Set = [
      "rev", "at", "mode", "dream", "still", "stills", "splice", "slate", "growth", "night", "brightness", "over",
      "curve", "fades", "passed_over",
    ]
    let unknown = object.keys.count { !known.contains($0) }
    if unknown > 0 { warnings.append("desired has \(unknown) unknown field\(unknown == 1 ? "" : "s"): ignored") }
  }

  /// The slate covers the still, and the still the dream. A message that names a dream and no still takes the still away.
  private mutating func takePicture(_ object: [String: Any]) {
    let slate = text(object, "slate"), still = text(object, "still")
    var dreams: Bool?
    if let dream = object["dream"], !(dream is NSNull) {
      if let fields = dream as? [String: Any] {
        dreams = takeDream(fields)
      } else {
        warnings.append("desired.dream is no object: ignored")
      }
    }
    if let slate, !slate.isEmpty {
      state.picture = .slate(slate)
    } else if let still, !still.isEmpty {
      state.picture = .still(still)
    } else if let dreams {
      state.picture = dreams ? .dream : .dark
    } else if object["dream"] != nil || object["still"] != nil || object["slate"] != nil, warnings.isEmpty {
      state.picture = state.wish.night != nil && object["dream"] == nil ? .dream : .dark
    }
  }

  /// - Returns: whether to dream.
  private mutating func takeDream(_ fields: [String: Any]) -> Bool? {
    if let stop = fields["stop"], !(stop is NSNull) {
      guard let stop = stop as? Bool else {
        warnings.append("desired.dream.stop is neither true nor false: ignored")
        return nil
      }
      if stop { return false }
    }
    var wish = state.wish
    let faultsBefore = warnings.count
    takeNight(fields, into: &wish)
    takeStage(fields, into: &wish)
    if let speed = number(fields, "speed", in: 0...600) { wish.speed = speed }
    if let seed = number(fields, "seed", in: 0...9_007_199_254_740_991) { wish.seed = UInt64(seed) }
    if let look = text(fields, "look"), !look.isEmpty { wish.look = look }
    takeChorus(fields, into: &wish)
    if let reports = flag(fields, "reports") { wish.tellsReports = reports }
    wish.atUnixSeconds = instant(fields, "at") ?? state.atUnixSeconds
    guard warnings.count == faultsBefore else { return nil }
    state.wish = wish
    return wish.night != nil
  }

  private mutating func takeNight(_ fields: [String: Any], into wish: inout DesiredState.Wish) {
    guard let night = text(fields, "night") else { return }
    if NightFolder.isName(night) {
      wish.night = night
    } else {
      warnings.append("desired.dream.night: \(NightFolder.Fault.badName)")
    }
  }

  /// A list that is empty, or null, lets all go.
  private mutating func takeChorus(_ fields: [String: Any], into wish: inout DesiredState.Wish) {
    guard let value = fields["chorus"] else { return }
    guard value is NSNull || (value as? [String]).map(DesiredReader.isChorus) == true else {
      warnings.append("desired.dream.chorus is no list of at most \(ChorusMoment.most) nights' names: ignored")
      return
    }
    wish.seat(value as? [String] ?? [], at: state.atUnixSeconds, over: state.overSeconds)
  }

  private static func isChorus(_ names: [String]) -> Bool {
    names.count <= ChorusMoment.most && names.allSatisfy(NightFolder.isName)
  }

  /// Naming one of stage and from ends the other, as in scenes; a field that is null is taken away.
  private mutating func takeStage(_ fields: [String: Any], into wish: inout DesiredState.Wish) {
    if fields["stage"] is NSNull { wish.stage = nil }
    if fields["from"] is NSNull { wish.from = nil }
    let from = number(fields, "from", in: 0...604_800)
    if let wording = text(fields, "stage") {
      guard let stage = Stage(wording: wording), stage != .unknown else {
        warnings.append("desired.dream.stage is none of W, N1, N2, N3, REM")
        return
      }
      wish.stage = stage.wording
      wish.from = from
    } else if let from {
      wish.from = from
      if fields["stage"] == nil { wish.stage = nil }
    }
  }
}

/// Single fields.
extension DesiredReader {
  mutating func number(_ object: [String: Any], _ name: String, in range: ClosedRange<Double>) -> Double? {
    guard let value = object[name], !(value is NSNull) else { return nil }
    guard let number = value as? NSNumber, !DesiredReader.isFlag(number), range.contains(number.doubleValue) else {
      let bounds = "\(DesiredReader.plain(range.lowerBound)) to \(DesiredReader.plain(range.upperBound))"
      warnings.append("desired.\(name) is no number from \(bounds): ignored")
      return nil
    }
    return number.doubleValue
  }

  /// Null is false.
  mutating func flag(_ object: [String: Any], _ name: String) -> Bool? {
    guard let value = object[name] else { return nil }
    if value is NSNull { return false }
    guard let number = value as? NSNumber, DesiredReader.isFlag(number) else {
      warnings.append("desired.\(name) is neither true nor false: ignored")
      return nil
    }
    return number.boolValue
  }

  mutating func text(_ object: [String: Any], _ name: String) -> String? {
    guard let value = object[name], !(value is NSNull) else { return nil }
    guard let text = value as? String, text.utf8.count <= 280 else {
      warnings.append("desired.\(name) is no text of at most 280 bytes: ignored")
      return nil
    }
    return text
  }

  mutating func instant(_ object: [String: Any], _ name: String) -> Double? {
    guard let value = text(object, name) else { return nil }
    guard let instant = InstantText.unixSeconds(value) else {
      warnings.append("desired.\(name) is no RFC 3339 instant: now is taken")
      return nil
    }
    return instant
  }

  /// JSON's true and false come as numbers too.
  private static func isFlag(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
