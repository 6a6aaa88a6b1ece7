import DeviceLines
import Show

/// Talking on a line that others are on too.
extension BoxMachine {
  /// Says the next thing where it has the line, and lets others have it after that; asks for it where there is something to
  /// say.
  mutating func proceedInTurn(at now: ShowInstant) {
    guard link == .talking else { return passOn() }
    if turn == .held(hasSpoken: false) { proceed(at: now) }
    if turn == .held(hasSpoken: false) { passOn() }
    if turn == .held(hasSpoken: true), asked == nil, now >= quietUntil { passOn() }
    guard turn == .none, hasSomethingToSay(at: now) else { return }
    turn = .asked
    actions.append(.turn)
  }

  private mutating func passOn() {
    if turn != .none { actions.append(.pass) }
    turn = .none
  }

  private func hasSomethingToSay(at now: ShowInstant) -> Bool {
    guard now >= quietUntil else { return false }
    return isUnsettled || [nextLook, settingDue(at: now)].compactMap { $0 }.contains { $0 <= now }
  }
}
