import Onirica
import Screens

extension DesiredState {
  /// A place beside the night of a dream: who dreams there, and how much of them is there as they come and go.
  struct Seat: Codable, Hashable, Sendable {
    /// Name of a prepared night; of one that goes as long as it is seen.
    var night: String
    /// 0 to 1.
    var presence: Ramp
  }
}

extension DesiredState.Wish {
  /// Lets nights take their places by their order: who is new comes, whoever is not named goes, and where one stood another
  /// goes on from it.
  ///
  /// - Parameters:
  ///   - names: of prepared nights; each is dreamt once, also beside itself.
  ///   - now: when they set out, in seconds since 1970.
  ///   - over: seconds that they take.
  mutating func seat(_ names: [String], at now: Double, over: Double) {
    var taken: Set<String> = []
    let names = names.filter { $0 != night && taken.insert($0).inserted }
    for place in 0..<max(names.count, chorus.count) {
      let name = place < names.count ? names[place] : nil
      guard place < chorus.count else {
        if let name {
          chorus.append(
            .init(night: name, presence: Ramp(from: 0, to: 1, sinceUnixSeconds: now, overSeconds: over)))
        }
        continue
      }
      if let name { chorus[place].night = name }
      let goal = name == nil ? 0.0 : 1.0, before = chorus[place].presence
      guard before.to != goal else { continue }
      chorus[place].presence = Ramp(
        from: before.value(at: now), to: goal, sinceUnixSeconds: now, overSeconds: over)
    }
    while let last = chorus.last, last.presence.to == 0, last.presence.value(at: now) <= 0 { chorus.removeLast() }
  }

  /// The names of all nights that are dreamt.
  var nightNames: [String] { (night.map { [$0] } ?? []) + chorus.map(\.night) }
}
