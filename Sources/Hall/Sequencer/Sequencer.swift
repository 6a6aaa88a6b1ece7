import Show

/// Sequences the scenes of a hall: a pure, deterministic function of the show, the state and one input.
///
/// It reads no clock and does nothing; the same show, inputs and times give the same effects on any machine.
/// The caller numbers and times the inputs, feeds a `.deadline` at each ``nextDeadline`` that has come before anything
/// later, commits each input before it performs the step's effects, and gives the show with every `.show` input.
///
/// After an outage the caller compares it with the show's `resume_within`: after a shorter one it feeds the deadlines
/// that passed in it first, each at its own instant and `late`, then `.restarted`; after a longer or unknown one it
/// feeds `.restarted` at once, and the artworks start afresh.
///
/// | file | what it decides |
/// |---|---|
/// | Deadlines | what is due when, in the order of the language |
/// | Phases, Programme, Hours | the phase of the hall; windows and moments; what is awake when |
/// | Preflight | whether the doors can open |
/// | Scenes, Timeline, Triggers, Performing | scenes, their cues, what leads out of them, what they do |
/// | Readings, Reports, Alarm | what sensors and devices tell |
/// | Commands, … | what operators want |
/// | Layers | which of all wishes a device gets |
/// | Choruses | the nights that are dreamt beside another, as many as there are visitors for |
/// | Canvases, Restraints | the light that paintings had, and what holds a light below its wishes |
public struct Sequencer: Sendable {
  /// The show that runs.
  public internal(set) var show: Show
  /// All that is remembered.
  public internal(set) var state: HallState
  var index: ShowIndex
  var work = Work()

  /// A sequencer at a state: a new one, or one from a snapshot with the show that ran then.
  public init(show: Show, state: HallState = HallState()) {
    (self.show, self.state, index) = (show, state, ShowIndex(show))
  }

  /// What one step gathers before it is told.
  struct Work: Sendable {
    var seq: Int64 = 0
    var step = Step()
    var isLate = false
    /// Artworks whose state may have changed, to be published.
    var touchedArtworks: Set<ArtworkID> = []
    /// Artworks whose cues and triggers are to be looked at.
    var unsettled: Set<ArtworkID> = []
    var touchedDevices: Set<DeviceID> = []
    /// Devices that told something in this step.
    var heardDevices: Set<DeviceID> = []
    var hallTouched = false
    var transitions: [ArtworkID: Int] = [:]
    /// Devices whose desired state is told again though it is the same.
    var resend: Set<DeviceID> = []
    /// Lights whose restraint changed, and how long they take to where it leads.
    var glides: [DeviceID: TimeSpan] = [:]
    /// Whether the light on a canvas was counted.
    var lookedAtCanvases = false
  }

  /// Takes one input.
  ///
  /// - Parameters:
  ///   - input: numbered `state.lastSeq + 1` (more after a declared gap), at or after `state.now`.
  ///   - newShow: the show that a `.show` input names; without one a `.show` input changes nothing.
  /// - Returns: what was decided and what is to be done once the input is committed.
  public mutating func step(_ input: Input, adopting newShow: Show? = nil) -> Step {
    work = Work()
    work.seq = input.seq
    state.now = max(state.now, input.at)
    take(input.event, newShow)
    settle()
    publishChanges()
    state.lastSeq = input.seq + work.step.entryCount - 1
    let step = work.step
    work = Work()
    return step
  }

  private mutating func take(_ event: InputEvent, _ newShow: Show?) {
    switch event {
    case .show(let fingerprint): if let newShow { adopt(newShow, fingerprint: fingerprint) }
    case .restarted(let outage): restarted(after: outage)
    case .deadline(let late):
      work.isLate = late
      fireDeadlines()
    case .clock(let wall, let synchronised): clockRead(wall, synchronised: synchronised)
    case .agenda(let agenda): agendaResolved(agenda)
    case .scheduleEntry(let id, let entry): entryChanged(id, entry)
    case .reading(let sensor, let value, let arrival): sensorRead(sensor, value, arrival)
    case .report(let device, let report): deviceReported(device, report)
    case .availability(let device, let online): deviceAvailable(device, online)
    case .command(let command): carryOut(command)
    }
  }

  // MARK: What every part of a step uses

  var now: ShowInstant { state.now }
  /// The wall time now, if a clock was seen, right or not.
  var wall: WallInstant? { state.clock.wall(at: state.now) }
  /// The wall time now, if the clock is known to be right.
  var trustedWall: WallInstant? { state.clock.synchronised ? wall : nil }

  func artwork(_ id: ArtworkID) -> Artwork? { index.place[id].map { show.artworks[$0] } }

  mutating func decide(_ decision: Decision) { work.step.decisions.append(decision) }
  mutating func effect(_ effect: Effect) { work.step.effects.append(effect) }

  /// Marks an artwork as changed: looked at again, and told.
  mutating func touch(_ id: ArtworkID) {
    work.touchedArtworks.insert(id)
    work.unsettled.insert(id)
  }

  mutating func touchAll() {
    work.touchedArtworks.formUnion(index.place.keys)
    work.unsettled.formUnion(index.place.keys)
    work.touchedDevices.formUnion(index.devices)
    work.hallTouched = true
  }

  mutating func warn(_ id: String, _ text: String, artworks: [ArtworkID] = []) {
    if state.warnings[id]?.text == text { return }
    let since = state.warnings[id]?.since ?? now
    state.warnings[id] = Warning(id: id, text: text, artworks: artworks, since: since)
    for artwork in artworks { touch(artwork) }
    decide(Decision(.warning, subject: id, text))
  }

  mutating func clear(_ id: String, _ sentence: String) {
    guard let warning = state.warnings.removeValue(forKey: id) else { return }
    for artwork in warning.artworks { touch(artwork) }
    decide(Decision(.cleared, subject: id, sentence))
  }

  /// Whether what lasts until then is over.
  func isOver(_ until: Until?) -> Bool {
    switch until {
    case nil: false
    case .show(let instant): instant <= now
    case .wall(let instant): wall.map { instant <= $0 } ?? false
    }
  }

  func instant(of until: Until?) -> ShowInstant? {
    switch until {
    case nil: nil
    case .show(let instant): instant
    case .wall(let instant): state.clock.instant(of: instant)
    }
  }

  func wall(of until: Until?) -> WallInstant? {
    switch until {
    case nil: nil
    case .show(let instant): state.clock.wall(at: instant)
    case .wall(let instant): instant
    }
  }
}
