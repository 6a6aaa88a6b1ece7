import DeviceLines
import PJLinkSimulator
import Sequencer
import Show

@testable import PJLink

/// A machine and a projector that is not there, on one clock that the test moves.
struct ProjectorBench {
  var machine: ProjectorMachine
  var projector: SimulatedProjector
  var now = ShowInstant(milliseconds: 1_000_000)
  var password: String?
  var told: [DriverReport] = []
  var heard: [String] = []
  var lines = 0
  var isReachable = true
  private var isOpen = false
  private var seed: String?

  init(_ projector: SimulatedProjector, password: String? = nil, timings: ProjectorTimings = ProjectorTimings()) {
    (machine, self.projector) = (ProjectorMachine(timings: timings, seed: 1), projector)
    self.password = password
  }

  static func desired(
    _ power: Bool, rev: Int64 = 1, input: String? = nil, mute: Bool? = nil
  ) -> DesiredState {
    func fade(_ value: Value) -> Fade { Fade(to: .plain(value), at: .zero) }
    var properties: [PropertyName: Fade] = [.power: fade(.flag(power))]
    if let input { properties[.input] = fade(.text(input)) }
    if let mute { properties[.mute] = fade(.flag(mute)) }
    return DesiredState(rev: rev, at: .zero, properties: properties)
  }

  /// Gives the machine an event, and what comes of it in the order in which it comes.
  mutating func take(_ event: LineEvent) {
    var coming = [event]
    while coming.isEmpty == false {
      for action in machine.take(coming.removeFirst(), at: now) { coming += perform(action) }
    }
  }

  private mutating func perform(_ action: LineAction) -> [LineEvent] {
    switch action {
    case .open:
      lines += 1
      guard isReachable else { return [.lost("no connection")] }
      (isOpen, seed) = (true, "498e4a67")
      return [.opened(secret: password), .line(projector.greeting(seed: "498e4a67"))]
    case .close: isOpen = false
    case .turn, .pass: break
    case .tell(let report): told.append(report)
    case .send(let bytes):
      let line = String(decoding: bytes, as: UTF8.self).trimmingSuffix { $0 == "\r" }
      heard.append(line)
      let answer = projector.take(line, seed: seed, at: now)
      seed = nil
      if let answer, isOpen { return [.line(answer)] }
    }
    return []
  }

  /// Lets time pass.
  mutating func pass(_ span: TimeSpan) {
    let end = now + span
    while let wakes = machine.wakesAt, wakes <= end {
      now = max(now, wakes)
      take(.due)
    }
    now = end
  }

  var reports: [DeviceReport] {
    told.compactMap { if case .actual(let report, _) = $0 { report } else { nil } }
  }
  var facts: [String: Value] {
    told.compactMap { if case .actual(_, let facts) = $0 { facts } else { nil } }.last ?? [:]
  }
  func count(_ command: String) -> Int { heard.count { $0.hasSuffix(command) } }
}

extension String {
  fileprivate func trimmingSuffix(_ isOut: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, isOut(last) { text = text.dropLast() }
    return String(text)
  }
}
