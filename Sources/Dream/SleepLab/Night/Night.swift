/// Names a night without saying whose it is: 16 hexadecimal digits, salted.
public struct NightID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The 16 digits.
  public let rawValue: String

  /// Takes an id as it is written.
  ///
  /// - Parameter rawValue: 16 lower-case hexadecimal digits.
  /// - Returns: nil for anything else.
  public init?(rawValue: String) {
    guard rawValue.utf8.count == 16 else { return nil }
    guard rawValue.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
    self.rawValue = rawValue
  }

  /// The id of a number.
  ///
  /// - Parameter number: any 64 bits.
  public init(_ number: UInt64) {
    let digits = String(number, radix: 16)
    rawValue = String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The 16 digits.
  public var description: String { rawValue }
}

/// One night on one timeline, prepared for the generator. It holds no identity.
///
/// Times are seconds from the recording's beginning. Epochs follow each other without a hole; a gap of the recording
/// is `unknown` epochs without powers.
public struct Night: Sendable, Hashable {
  /// Its salted name.
  public var id: NightID
  /// Its length in seconds.
  public var durationSeconds: Double
  /// Its epochs of 30 s, from the beginning; the last one may be cut short by the night's end.
  public var epochs: [Epoch]
  /// The features at 10 Hz.
  public var track: FeatureTrack
  /// The events by onset, all kinds together, by the method that pictures follow.
  public var events: [SleepEvent]
  /// The events by onset as YASA's definitions find them.
  public var yasaEvents: [SleepEvent]
  /// Where each track comes from, one line each, in plain words; never a name of a person or a file.
  public var provenance: [Provenance]
  /// What the sleeper agreed to.
  public var consent: Consent
  /// What the sleeper told, by the time of awakening; the words are shown only where a curator approved them.
  public var reports: [DreamReport]

  /// Makes a night.
  ///
  /// - Parameters:
  ///   - id: its salted name.
  ///   - durationSeconds: its length, finite, 0 or more.
  ///   - epochs: its epochs from the beginning.
  ///   - track: the features at 10 Hz.
  ///   - events: in any order; they are sorted by onset.
  ///   - yasaEvents: those of YASA's definitions, in any order.
  ///   - provenance: where each track comes from.
  ///   - consent: what the sleeper agreed to.
  ///   - reports: what the sleeper told, in any order.
  public init(
    id: NightID, durationSeconds: Double, epochs: [Epoch], track: FeatureTrack, events: [SleepEvent],
    yasaEvents: [SleepEvent] = [], provenance: [Provenance], consent: Consent = .notStated,
    reports: [DreamReport] = []
  ) {
    self.id = id
    self.durationSeconds = durationSeconds
    self.epochs = epochs
    self.track = track
    self.events = Night.ordered(events)
    self.yasaEvents = Night.ordered(yasaEvents)
    self.provenance = provenance
    self.consent = consent
    self.reports = reports.sorted { ($0.awakeningSeconds ?? .infinity) < ($1.awakeningSeconds ?? .infinity) }
  }

  /// Events by onset, those of one instant by kind.
  static func ordered(_ events: [SleepEvent]) -> [SleepEvent] {
    events.sorted { ($0.onsetSeconds, $0.kind.rawValue) < ($1.onsetSeconds, $1.kind.rawValue) }
  }

  /// The events that a method found, by onset.
  public func events(by method: EventMethod) -> [SleepEvent] { method == .yasa ? yasaEvents : events }

  /// The stage at an instant.
  ///
  /// - Parameter seconds: from the night's beginning.
  /// - Returns: `unknown` outside the night.
  public func stage(at seconds: Double) -> Stage {
    epoch(at: seconds)?.stage ?? .unknown
  }

  /// The epoch at an instant.
  ///
  /// - Parameter seconds: from the night's beginning.
  /// - Returns: nil outside the night.
  public func epoch(at seconds: Double) -> Epoch? {
    guard seconds >= 0, seconds < durationSeconds else { return nil }
    let index = Int(seconds / Epoch.lengthSeconds)
    return index < epochs.count ? epochs[index] : nil
  }

  /// The periods of one stage in their order.
  ///
  /// - Parameter stage: the stage.
  /// - Returns: the longest stretches of epochs in this stage; none if the night has none.
  public func periods(of stage: Stage) -> [StagePeriod] {
    periods.filter { $0.stage == stage }
  }

  /// All periods in their order: they cover the night without a hole.
  public var periods: [StagePeriod] {
    var result: [StagePeriod] = []
    for (index, epoch) in epochs.enumerated() {
      let start = Double(index) * Epoch.lengthSeconds
      let end = min(start + Epoch.lengthSeconds, durationSeconds)
      guard start < end else { break }
      if let last = result.last, last.stage == epoch.stage {
        result[result.count - 1].seconds = last.seconds.lowerBound..<end
      } else {
        result.append(StagePeriod(stage: epoch.stage, seconds: start..<end))
      }
    }
    return result
  }

  /// The events that begin in a stretch of time.
  ///
  /// - Parameter seconds: from the night's beginning, the start included and the end not.
  /// - Returns: by onset, all kinds together.
  public func events(startingIn seconds: Range<Double>) -> ArraySlice<SleepEvent> {
    events[firstEvent(notBefore: seconds.lowerBound)..<firstEvent(notBefore: seconds.upperBound)]
  }

  /// The index of the first event that begins at an instant or later.
  private func firstEvent(notBefore seconds: Double) -> Int {
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].onsetSeconds < seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
