import Sequencer
import Show

/// The simulated devices of a rehearsal: they take what they are to be, and report.
struct DeviceRack: Sendable {
  private enum Happening: Sendable {
    /// A device confirms a desired state.
    case answer(DeviceID, rev: Int64)
    /// A medium that a player began comes to its end.
    case mediumEnds(DeviceID, run: Int)
    /// A lamp is warm, or has cooled.
    case lamp(DeviceID, isOn: Bool)
  }

  private struct Known: Sendable {
    var manner: DeviceManner
    var online = true
    /// What it was told last, taken or not.
    var desired: DesiredState?
    var word: String?
    var power: Bool?
    /// Which of the media it has played runs; 0 while none does.
    var run = 0
    var runs = 0
  }

  /// How long a projector or a display warms, and cools, where the show does not say.
  static let lampTime = TimeSpan.seconds(20)

  private let kinds: [DeviceID: DeviceKind]
  private let lampTimes: [DeviceID: (warm: TimeSpan, cool: TimeSpan)]
  private let lengths: [String: TimeSpan]
  private let usualLength: TimeSpan
  private var known: [DeviceID: Known] = [:]
  private var waiting = Waiting<Happening>()

  /// The devices of a show that report.
  ///
  /// - Parameters:
  ///   - manners: how those behave that are not in order.
  ///   - lengths: how long media last, by name.
  ///   - usualLength: how long the others last.
  init(
    _ show: Show, manners: [DeviceID: DeviceManner], lengths: [String: TimeSpan], usualLength: TimeSpan
  ) {
    (self.lengths, self.usualLength) = (lengths, usualLength)
    let reporting = show.hall.devices.filter(\.value.reports)
    kinds = reporting.mapValues(\.kind)
    lampTimes = reporting.mapValues { device in
      func time(_ declared: TimeSpan) -> TimeSpan { declared == .zero ? Self.lampTime : declared }
      return (time(device.warmUp), time(device.coolDown))
    }
    known = reporting.mapValues { Known(manner: manners[$0.id] ?? .inOrder) }
  }

  /// When one reports next by itself.
  var next: ShowInstant? { waiting.next }

  /// The devices, in the order of their names.
  var devices: [DeviceID] { kinds.keys.sorted() }

  /// From now on a device behaves so; one that is in order again does what it was told meanwhile.
  mutating func setManner(_ manner: DeviceManner, of id: DeviceID, at now: ShowInstant) {
    guard let device = known[id] else { return }
    known[id]?.manner = manner
    if let desired = device.desired { tell(id, desired, at: now) }
  }

  /// A device goes, or comes back and does what it was told meanwhile.
  mutating func setOnline(_ online: Bool, of id: DeviceID, at now: ShowInstant) {
    guard let device = known[id] else { return }
    known[id]?.online = online
    if !online { known[id]?.run = 0 }
    if online, let desired = device.desired { tell(id, desired, at: now) }
  }

  /// A device is told what it is to be.
  mutating func tell(_ id: DeviceID, _ desired: DesiredState, at now: ShowInstant) {
    guard var device = known[id] else { return }
    device.desired = desired
    defer { known[id] = device }
    guard device.online else { return }
    switch device.manner {
    case .answers(let delay):
      waiting.add(.answer(id, rev: desired.rev), at: now + delay)
      play(desired, on: id, &device, at: now + delay)
      light(desired, of: id, &device, at: now + delay)
      if kinds[id] == .screen { device.word = Self.word(ofScreen: desired) }
    case .refuses, .lies: waiting.add(.answer(id, rev: desired.rev), at: now + .milliseconds(5))
    case .silent: break
    }
  }

  /// What devices report by now.
  mutating func reports(by now: ShowInstant) -> [InputEvent] {
    var told: [InputEvent] = []
    while let (_, happening) = waiting.take(by: now) {
      if let event = report(happening) { told.append(event) }
    }
    return told
  }

  private mutating func report(_ happening: Happening) -> InputEvent? {
    switch happening {
    case .answer(let id, let rev):
      guard let device = known[id], device.online else { return nil }
      switch device.manner {
      case .answers: return .report(device: id, report: DeviceReport(rev: rev, state: device.word))
      case .lies: return .report(device: id, report: DeviceReport(rev: rev))
      case .refuses:
        return .report(device: id, report: DeviceReport(warnings: ["it refuses what it is to be"]))
      case .silent: return nil
      }
    case .mediumEnds(let id, let run):
      guard let device = known[id], device.run == run, device.online, case .answers = device.manner else { return nil }
      known[id]?.run = 0
      known[id]?.word = "ended"
      return .report(device: id, report: DeviceReport(rev: device.desired?.rev, state: "ended"))
    case .lamp(let id, let isOn):
      guard let device = known[id], device.power == isOn, device.online else { return nil }
      known[id]?.word = isOn ? "on" : "off"
      return .report(device: id, report: DeviceReport(rev: device.desired?.rev, state: isOn ? "on" : "off"))
    }
  }

  /// A player begins a medium when it is told to play anew, and ends it after its length.
  private mutating func play(_ desired: DesiredState, on id: DeviceID, _ device: inout Known, at now: ShowInstant) {
    guard kinds[id] == .player, let playing = desired.properties[.playing] else { return }
    guard playing.to == .plain(.flag(true)) else {
      device.run = 0
      device.word = "stopped"
      return
    }
    guard playing.at == desired.at || device.run == 0 && device.word != "ended" else { return }
    device.runs += 1
    device.run = device.runs
    device.word = "playing"
    guard desired.properties[.loop]?.to != .plain(.flag(true)) else { return }
    var medium = ""
    if case .plain(.text(let name)) = desired.properties[.media]?.to { medium = name }
    let start = TimeSpan.milliseconds(Int64(1000 * (desired.properties[.position]?.to.number ?? 0)))
    let length = max(.milliseconds(1), (lengths[medium] ?? usualLength) - start)
    waiting.add(.mediumEnds(id, run: device.run), at: now + length)
  }

  /// A lamp warms and cools before it is on or off.
  private mutating func light(_ desired: DesiredState, of id: DeviceID, _ device: inout Known, at now: ShowInstant) {
    guard kinds[id] == .projector || kinds[id] == .display,
      case .plain(.flag(let isOn)) = desired.properties[.power]?.to, isOn != device.power
    else { return }
    let wasKnown = device.power != nil
    device.power = isOn
    guard wasKnown || isOn else {
      device.word = "off"
      return
    }
    device.word = isOn ? "warming" : "cooling"
    let times = lampTimes[id] ?? (Self.lampTime, Self.lampTime)
    waiting.add(.lamp(id, isOn: isOn), at: now + (isOn ? times.warm : times.cool))
  }

  private static func word(ofScreen desired: DesiredState) -> String {
    var isStopped = false
    if case .dream(let dream) = desired.properties[.dream]?.to { isStopped = dream.stop == true }
    if case .plain(.text(let mode)) = desired.properties[.mode]?.to, mode != "dream" {
      if mode == "splice", desired.properties[.still] != nil { return "still" }
      return isStopped && desired.properties[.still] == nil ? "dark" : mode
    }
    if desired.properties[.dream] != nil, !isStopped { return "dreaming" }
    return desired.properties[.still] != nil ? "still" : "dark"
  }
}
