import Sequencer
import Show

/// Whether closing, a blackout and an alarm reach their looks from a state, in the time that the hall declares.
struct LooksProof {
  let artwork: Artwork
  let hall: Hall
  let clock: HallClock
  let operatorName: OperatorName

  /// What an operator may have done to the artwork before.
  enum Before: String, CaseIterable {
    case nothing
    case held
    case manual
  }

  /// What is not reached from a state.
  struct Miss {
    var kind: ProofFinding.Kind
    var part: ShowPart
    var message: String
    var hint: String
    /// The lines that show it, behind those that lead to the state.
    var lines: [ScriptLine]
  }

  /// What is not reached by closing.
  ///
  /// - Returns: nothing where it is, or where the hall is closed already; the steps it took.
  func closing(from state: VirtualHall, before: Before) -> (miss: Miss?, steps: Int) {
    switch state.sequencer.state.phase.phase {
    case .closed, .closing: return (nil, 0)
    case .opening, .open, .mode: break
    }
    var walk = SearchWalk(from: state, clock: clock)
    switch before {
    case .nothing: break
    case .held: _ = walk.take(.command(operatorName, .hold(artwork.id), nil))
    case .manual: _ = walk.take(.command(operatorName, .mode(artwork.id, .manual), nil))
    }
    _ = walk.take(.command(operatorName, .hall(.close), nil))
    letPass(hall.closeWithin, &walk)
    let after = walk.hall.sequencer.state
    var missing: String?
    let layer = after.artworks[artwork.id]?.layer ?? [:]
    if let scene = after.artworks[artwork.id]?.run?.scene, scene != artwork.closed {
      missing = "it is in \(scene) instead of \(artwork.closed)"
    } else if let late = layer.filter({ $0.value.fade.end > walk.hall.now || $0.value.goesAt != nil }).keys.min() {
      missing = "\(late) is still on its way"
    } else if after.phase.phase != .closed, artwork.scene(artwork.closed)?.length ?? .zero > hall.closeWithin {
      // Where another artwork is the slow one, that one's proof says so.
      missing = "the hall is still \(after.phase.phase)"
    }
    guard let missing else { return (nil, walk.steps) }
    walk.tell(.expect(.phase(.closed)))
    walk.tell(.expect(.scene(artwork.id, artwork.closed, isIn: true)))
    let words = before == .nothing ? "" : " while an operator has it \(before.rawValue)"
    return (
      Miss(
        kind: .closing, part: .scene(artwork.id, artwork.closed),
        message: "closing\(words) does not reach the closed look within \(hall.closeWithin): \(missing)",
        hint: "shorten the cues of \(artwork.closed), or give the hall a longer `close_within`", lines: walk.lines),
      walk.steps
    )
  }

  /// What is not dark in a blackout.
  func blackout(from state: VirtualHall) -> (miss: Miss?, steps: Int) {
    var walk = SearchWalk(from: state, clock: clock)
    _ = walk.take(.command(operatorName, .blackout(on: true), nil))
    letPass(hall.blackoutWithin, &walk)
    let lit = first(in: walk.hall) { device, property in device.egress ? nil : device.kind.blackoutValue(of: property) }
    return (miss(.blackout, lit, "a blackout", within: hall.blackoutWithin, walk), walk.steps)
  }

  /// What is not safe in an alarm.
  func alarm(from state: VirtualHall) -> (miss: Miss?, steps: Int) {
    guard let contact = hall.sensors.values.filter(\.alarm).map(\.id).min() else { return (nil, 0) }
    var walk = SearchWalk(from: state, clock: clock)
    _ = walk.take(.reading(contact, .flag(true), held: false))
    letPass(hall.alarmWithin, &walk)
    let unsafe = first(in: walk.hall) { device, property in device.safe[property] }
    return (miss(.alarm, unsafe, "an alarm", within: hall.alarmWithin, walk), walk.steps)
  }

  private func miss(
    _ kind: ProofFinding.Kind, _ found: (PropertyPath, PropertyValue)?, _ what: String, within span: TimeSpan,
    _ walk: SearchWalk
  ) -> Miss? {
    guard let (path, value) = found else { return nil }
    var walk = walk
    if case .plain(let plain) = value { walk.tell(.expect(.property(path, .equal, plain))) }
    return Miss(
      kind: kind, part: .device(path.device), message: "\(what) does not bring \(path) to \(value) within \(span)",
      hint: "look at what else sets \(path), and at the layers of the language", lines: walk.lines)
  }

  private func letPass(_ span: TimeSpan, _ walk: inout SearchWalk) {
    let limit = walk.hall.now + span
    while walk.advance(until: limit) != nil {}
  }

  /// The first property that has not the value it should have.
  private func first(
    in state: VirtualHall, wanted: (Device, PropertyName) -> PropertyValue?
  ) -> (PropertyPath, PropertyValue)? {
    for (id, device) in state.sequencer.show.hall.devices.sorted(by: { $0.key < $1.key }) {
      for property in device.propertyNames {
        guard let value = wanted(device, property) else { continue }
        let path = PropertyPath(id, property)
        if state.sequencer.resolve(path)?.fade.value(at: state.now) != value { return (path, value) }
      }
    }
    return nil
  }
}
