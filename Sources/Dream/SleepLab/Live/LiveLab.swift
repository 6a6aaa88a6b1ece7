/// The laboratory while someone sleeps: takes samples as they come, and gives the features of a night ten times a second.
///
/// A pure function of what it is given: time comes in with every call. An instant is given as soon as all signals reach
/// it, at the latest 0.15 s after the quickest packet could have brought it: nothing that is lost stops it. When nothing
/// comes at all, instants go on by the own clock, their signals missing.
public struct LiveLab {
  /// After how many seconds without a packet a signal is not waited for.
  private static let silenceSeconds = 1.0
  /// How far instants may lag behind before the ones between are left out, in seconds.
  private static let longestLagSeconds = 10.0

  /// How the source does.
  public var condition: LiveCondition { currentCondition() }

  /// A source whose clock jumps by more than this is another one, or was started again, in seconds.
  private static let longestJumpSeconds = 5.0

  private var signals: [Montage.Role: LiveSignal] = [:]
  private var clock = SourceClock()
  private var features = LiveFeatures()
  private var packets = 0
  private var restarts = 0
  private var jitterSeconds = 0.0
  private var past = LiveCondition()
  /// The number of the next instant: tenths of a second of the source's clock.
  private var nextTenth: Int64?

  /// A laboratory to which nothing came yet.
  public init() {}

  /// Takes samples.
  ///
  /// - Parameters:
  ///   - packet: the samples.
  ///   - localSeconds: when they came, by a clock that never jumps, in seconds; not before the call before.
  public mutating func take(_ packet: SamplePacket, at localSeconds: Double) {
    packets += 1
    let end = packet.sourceSeconds + Double(packet.count) / packet.rateHz
    if let offset = clock.offsetSeconds, abs(localSeconds - end - offset) > Self.longestJumpSeconds { beginAnew() }
    for (role, values) in packet.values.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      if signals[role]?.rateHz != packet.rateHz {
        if let before = signals[role] { leave(before) }
        signals[role] = LiveSignal(
          rateHz: packet.rateHz, beginningAt: packet.sourceSeconds, at: localSeconds, bandHz: role.liveBandHz)
      }
      signals[role]?.take(values, from: packet.sourceSeconds, at: localSeconds)
    }
    clock.note(source: end, local: localSeconds)
    jitterSeconds = localSeconds - end - (clock.offsetSeconds ?? 0)
    if nextTenth == nil { nextTenth = Int64((packet.sourceSeconds * FeatureTrack.rateHz).rounded(.up)) }
  }

  /// The instants that have come.
  ///
  /// - Parameter localSeconds: now, by the clock of `take`.
  /// - Returns: in their order; none before the first packet.
  public mutating func instants(upTo localSeconds: Double) -> [LiveInstant] {
    for role in signals.keys { signals[role]?.flow(at: localSeconds) }
    guard var tenth = nextTenth, let offset = clock.offsetSeconds else { return [] }
    let now = localSeconds - offset
    tenth = max(tenth, Int64(((now - Self.longestLagSeconds) * FeatureTrack.rateHz).rounded(.down)))
    var result: [LiveInstant] = []
    while true {
      let instant = Double(tenth) / FeatureTrack.rateHz
      let isDue = now >= instant + SampleQueue.patienceSeconds
      let awaited = signals.values.filter { localSeconds - $0.lastCameAt < Self.silenceSeconds }
      guard isDue || !awaited.isEmpty && awaited.allSatisfy({ $0.reaches(instant) }) else { break }
      result.append(features.instant(at: instant, of: signals))
      tenth += 1
    }
    nextTenth = tenth
    return result
  }

  /// When `instants` has something to say at the latest, by the clock of `take`; nil before the first packet.
  public var nextDueSeconds: Double? {
    guard let nextTenth, let offset = clock.offsetSeconds else { return nil }
    return Double(nextTenth) / FeatureTrack.rateHz + SampleQueue.patienceSeconds + offset
  }

  private mutating func beginAnew() {
    for signal in signals.values { leave(signal) }
    (signals, clock, nextTenth) = ([:], SourceClock(), nil)
    restarts += 1
  }

  /// Keeps the counts of a signal that is given up.
  private mutating func leave(_ signal: LiveSignal) { past.add(signal.queue) }

  private func currentCondition() -> LiveCondition {
    var result = past
    for (role, signal) in signals {
      result.add(signal.queue)
      result.ratesHz[role] = signal.rateHz
    }
    (result.packets, result.restarts, result.jitterSeconds) = (packets, restarts, jitterSeconds)
    result.driftPartsPerMillion = clock.driftPartsPerMillion
    return result
  }
}

extension LiveCondition {
  fileprivate mutating func add(_ queue: SampleQueue) {
    latePackets += queue.counts.latePackets
    gaps += queue.counts.gaps
    missingSeconds += Double(queue.counts.missingSamples) / queue.rateHz
  }
}

extension Montage.Role {
  /// What passes of a live signal before features are made of it, in Hz; nil for one whose spectrum is looked at.
  var liveBandHz: ClosedRange<Double>? {
    switch self {
    case .eeg, .posteriorEEG: nil
    case .leftEye, .rightEye: EyeMovementDetector.bandHz
    case .chin: 10...1e9
    }
  }
}
