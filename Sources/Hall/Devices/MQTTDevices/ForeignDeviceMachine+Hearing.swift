import DeviceLines
import Sequencer
import Show

/// What a foreign device says, and what comes of it.
extension ForeignDeviceMachine {
  mutating func hear(_ hearing: Hearing, at now: ShowInstant) {
    switch hearing {
    case .presence(let isThere, let topic): hear(isThere: isThere, on: topic, at: now)
    case .state(let state): hear(state, at: now)
    case .senses(let new):
      isHeard = true
      senses.merge(new) { $1 }
      tell()
    case .refusal(let words, let number):
      guard number == 0 || number == call else { return }
      isHeard = true
      refusal = words
      silences = 0
      tellOnline(true)
      if case .unlinked = phase { return }
      fail(at: now)
    }
  }

  private mutating func hear(isThere: Bool, on topic: String, at now: ShowInstant) {
    let wasAway = isAway
    presences[topic] = isThere
    if isThere == false {
      if case .unlinked = phase {} else { phase = .resting }
      (known, mismatch, refusal, silences) = (KnownState(), [], nil, 0)
      return tellOnline(false)
    }
    guard isAway == false else { return }
    isHeard = true
    guard wasAway || isSilent else { return tellOnline(true) }
    silences = 0
    retry.succeeded()
    tellOnline(true)
    if case .unlinked = phase { return }
    begin(at: now)
  }

  private mutating func hear(_ state: KnownState, at now: ShowInstant) {
    guard isAway == false else { return }
    known.take(state)
    let wasSilent = isSilent
    (isHeard, silences) = (true, 0)
    if let isOn = known.isOn { word = isOn ? "on" : "off" }
    tellOnline(true)
    guard let goal else { return tell() }
    let (differing, untold) = known.differences(from: goal.wanted, steps: peer.brightnessSteps)
    let isAsWanted = differing.isEmpty && untold.isEmpty
    switch phase {
    case .unlinked, .spacing: tell()
    case .asking(_, isAfterCommand: true) where differing.isEmpty == false:
      mismatch = differing
      fail(at: now)
    case .asking(_, isAfterCommand: false) where differing.isEmpty == false: settle(at: now)
    case .resting where differing.isEmpty == false: drifted(goal, at: now)
    case .pausing where wasSilent: settle(at: now)
    case .asking, .commanding, .pausing, .resting: if isAsWanted { confirm(at: now) } else { tell() }
    }
  }

  /// It was as wanted, and is so no more: someone else changed it, or a fade is under way and it tells of the places that
  /// it passes, which is waited for.
  private mutating func drifted(_ goal: DeviceGoal, at now: ShowInstant) {
    if now < goal.endsAt + timings.answer {
      phase = .commanding(until: goal.endsAt + timings.answer)
    } else {
      phase = .pausing(until: retry.failed(at: now))
    }
    tell()
  }
}
