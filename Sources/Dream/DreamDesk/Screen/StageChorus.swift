import Onirica
import Screens
import SleepLab

/// The nights that stand beside the one of a dream, as far as they can be used.
struct StageChorus: Sendable {
  /// A night that is left out, and why.
  struct LeftOut: Hashable, Sendable {
    var night: String
    var why: String
  }

  /// Why a night is not used, in words.
  struct Refusal: Error {
    var why: String
  }

  /// Those that are there, by name.
  private(set) var joined: [(name: String, opened: OpenedNight, stays: Bool)] = []
  /// Those that are wanted, and are not there.
  private(set) var leftOut: [LeftOut] = []
  /// What else is to be said.
  private(set) var warnings: [String] = []
  /// By their places, for the frame thread.
  private(set) var parts: [Course.Part?] = []

  init() {}

  /// Opens what is wanted, or is still on its way out.
  ///
  /// - Parameters:
  ///   - wish: what is wanted.
  ///   - now: seconds since 1970.
  ///   - open: opens a night by its name, or says why it cannot be used.
  init(_ wish: DesiredState.Wish, nowUnixSeconds now: Double, open: (String) -> Result<OpenedNight, Refusal>) {
    let stage = wish.stage.flatMap { Stage(wording: $0) }
    for seat in wish.chorus {
      guard seat.night != wish.night, seat.presence.to > 0 || seat.presence.value(at: now) > 0 else {
        parts.append(nil)
        continue
      }
      switch open(seat.night) {
      case .failure(let fault):
        // One that goes anyway is not missed.
        if seat.presence.to > 0 { leftOut.append(LeftOut(night: seat.night, why: fault.why)) }
        parts.append(nil)
      case .success(let opened): join(opened, seat, stage: stage, from: wish.speed > 0 ? nil : wish.from)
      }
    }
  }

  private mutating func join(_ opened: OpenedNight, _ seat: DesiredState.Seat, stage: Stage?, from: Double?) {
    var passage = Passage(through: opened.night, stage: stage, from: from)
    if passage == nil, let stage {
      warnings.append("the night \"\(seat.night)\" has no \(stage.wording): all of it is dreamt")
      passage = Passage(through: opened.night)
    }
    guard let passage else {
      leftOut.append(LeftOut(night: seat.night, why: "it has no length"))
      return parts.append(nil)
    }
    joined.append((seat.night, opened, seat.presence.to > 0))
    parts.append(Course.Part(night: opened.night, passage: passage, presence: seat.presence))
  }
}
