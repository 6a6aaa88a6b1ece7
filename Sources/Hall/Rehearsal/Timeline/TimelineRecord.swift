import Sequencer
import Show

/// What a timeline draws: made from the moments of a rehearsal, one after the other.
public struct TimelineRecord: Sendable {
  /// A span of show time and what it was.
  public struct Span: Hashable, Sendable {
    /// Its beginning.
    public var from: ShowInstant
    /// Its end; nothing while it lasts.
    public var to: ShowInstant?
    /// What it was, in a word or two.
    public var name: String
    /// What is told of it.
    public var text: String
  }

  /// Something at an instant.
  public struct Mark: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// A trigger that fired.
      case fired
      /// A trigger that something started, and that did not fire.
      case notFired
      /// An operator's command.
      case command
      /// A fault.
      case fault
      /// A cue that started.
      case cue
    }
    /// When.
    public var at: ShowInstant
    /// What it is.
    public var kind: Kind
    /// What is told of it.
    public var text: String
  }

  /// A scene's own row in the lane of its artwork.
  public struct Row: Hashable, Sendable {
    /// The scene.
    public var scene: SceneID
    /// When it ran, and why it was entered.
    public var blocks: [Span] = []
  }

  /// The lane of an artwork.
  public struct Lane: Hashable, Sendable {
    /// The artwork.
    public var artwork: ArtworkID
    /// Its title.
    public var title: String
    /// Its scenes, in the order of the file.
    public var rows: [Row]
    /// What happened.
    public var marks: [Mark] = []
    /// When it was held, stopped, manual or out of order.
    public var modes: [Span] = []
    /// When properties of its devices were overridden.
    public var overrides: [Span] = []
    /// When it was degraded, and why.
    public var degraded: [Span] = []
  }

  /// Whether cues are kept: they are many, and drawn only over a few hours.
  public let keepsCues: Bool
  /// The lanes, in the hall's order.
  public private(set) var lanes: [Lane]
  /// The phases of the hall.
  public private(set) var phases: [Span] = []
  /// Blackouts and alarms.
  public private(set) var masters: [Span] = []
  /// Warnings and faults of the hall itself.
  public private(set) var hallMarks: [Mark] = []
  /// The end of what was taken.
  public private(set) var end: ShowInstant = .zero
  private var place: [ArtworkID: Int] = [:]
  private var reasons: [ArtworkID: String] = [:]
  private var warned: [String: Mark] = [:]
  private var isBlack = false
  private var isAlarm = false

  /// A record of nothing yet.
  public init(_ show: Show, keepsCues: Bool) {
    (self.keepsCues, lanes) = (keepsCues, [])
    follow(show)
  }

  /// Adds lanes and rows for what another show has that was loaded, and those before had not.
  mutating func follow(_ show: Show) {
    for artwork in show.artworks {
      if place[artwork.id] == nil {
        place[artwork.id] = lanes.count
        lanes.append(Lane(artwork: artwork.id, title: artwork.title, rows: []))
      }
      guard let index = place[artwork.id] else { continue }
      for scene in artwork.scenes where !lanes[index].rows.contains(where: { $0.scene == scene.id }) {
        lanes[index].rows.append(Row(scene: scene.id))
      }
    }
  }

  /// Takes what happened next.
  public mutating func take(_ moment: VirtualHall.Moment) {
    let now = moment.input.at
    end = max(end, now)
    for decision in moment.step.decisions { take(decision, at: now) }
    for effect in moment.step.effects {
      switch effect {
      case .artworkState(let id, let status): take(status, of: id, at: now)
      case .hallState(let status): take(status, at: now)
      default: break
      }
    }
  }

  /// Takes what a script made happen.
  public mutating func take(_ remark: HallRehearsal.Remark) {
    let failed = remark.instead.map { ", but \($0)" } ?? ""
    let text = "line \(remark.line): \(remark.text)\(failed)"
    hallMarks.append(Mark(at: remark.at, kind: remark.instead == nil ? .command : .fault, text: text))
  }

  /// Ends what lasts: time went on to here.
  public mutating func finish(at now: ShowInstant) { end = max(end, now) }

  private mutating func take(_ decision: Decision, at now: ShowInstant) {
    let index = decision.artwork.flatMap { place[$0] }
    switch decision.kind {
    case .scene:
      if let artwork = decision.artwork { reasons[artwork] = decision.sentence }
      reenter(decision, index, at: now)
      if decision.subject != nil { mark(.fired, decision, index, at: now) }
    case .trigger: mark(.fired, decision, index, at: now)
    case .notFired: mark(.notFired, decision, index, at: now)
    case .fault: mark(.fault, decision, index, at: now)
    case .warning:
      mark(.fault, decision, index, at: now)
      if let id = decision.subject { warned[id] = Mark(at: now, kind: .fault, text: decision.sentence) }
    case .cleared:
      // What stood for no time is no news: a contact that is first read an instant after the show has begun.
      let mark = decision.subject.flatMap { warned.removeValue(forKey: $0) }
      if let mark, mark.at == now, let last = hallMarks.lastIndex(of: mark) { hallMarks.remove(at: last) }
    case .command: mark(.command, decision, index, at: now)
    case .cue: if keepsCues { mark(.cue, decision, index, at: now) }
    default: break
    }
  }

  private mutating func mark(_ kind: Mark.Kind, _ decision: Decision, _ index: Int?, at now: ShowInstant) {
    let mark = Mark(at: now, kind: kind, text: decision.sentence)
    if let index { lanes[index].marks.append(mark) } else { hallMarks.append(mark) }
  }

  /// A scene that is entered anew begins another block of its row.
  private mutating func reenter(_ decision: Decision, _ index: Int?, at now: ShowInstant) {
    guard let index, let to = decision.to, decision.from == to,
      let row = lanes[index].rows.firstIndex(where: { $0.scene == to }),
      let last = lanes[index].rows[row].blocks.last, last.to == nil
    else { return }
    lanes[index].rows[row].blocks[lanes[index].rows[row].blocks.count - 1].to = now
    lanes[index].rows[row].blocks.append(Span(from: now, name: to.text, text: decision.sentence))
  }

  private mutating func take(_ status: ArtworkStatus, of id: ArtworkID, at now: ShowInstant) {
    guard let index = place[id] else { return }
    for row in lanes[index].rows.indices {
      let scene = lanes[index].rows[row].scene
      lanes[index].rows[row].blocks.follow(scene == status.scene ? scene.text : nil, reasons[id] ?? "", at: now)
    }
    let mode = status.mode == ArtworkMode.auto.rawValue ? nil : status.mode
    lanes[index].modes.follow(mode, mode ?? "", at: now)
    let overridden = status.overridden.map(\.description).joined(separator: ", ")
    lanes[index].overrides.follow(overridden.isEmpty ? nil : overridden, overridden, at: now)
    let reason = status.health == .degraded ? status.reason ?? "degraded" : nil
    lanes[index].degraded.follow(reason, reason ?? "", at: now)
  }

  private mutating func take(_ status: HallStatus, at now: ShowInstant) {
    phases.follow(status.phase.description, "by \(status.by)", at: now)
    for (name, isOn, wasOn) in [("blackout", status.blackout, isBlack), ("alarm", status.alarm, isAlarm)] {
      if isOn && !wasOn { masters.append(Span(from: now, name: name, text: name)) }
      if wasOn && !isOn, let last = masters.lastIndex(where: { $0.name == name }) { masters[last].to = now }
    }
    (isBlack, isAlarm) = (status.blackout, status.alarm)
  }
}

extension TimelineRecord {
  /// A record that shows two, lane under lane: the same scenes in both, in the same order.
  ///
  /// - Parameters:
  ///   - was: the lanes that come first; its phases, blackouts and alarms are those of the hall.
  ///   - wouldBe: the lanes that come second.
  static func comparing(_ was: TimelineRecord, with wouldBe: TimelineRecord) -> TimelineRecord {
    var both = was
    both.end = max(was.end, wouldBe.end)
    let gone = was.lanes.filter { wouldBe.place[$0.artwork] == nil }
    both.lanes = (wouldBe.lanes + gone).flatMap { lane in
      let sides = [was, wouldBe].map { record in record.place[lane.artwork].map { record.lanes[$0] } }
      let scenes = sides.compactMap { $0 }.flatMap(\.rows).reduce(into: [SceneID]()) { scenes, row in
        if !scenes.contains(row.scene) { scenes.append(row.scene) }
      }
      return zip(sides, ["was", "would be"]).map { side, name in
        var shown = side ?? Lane(artwork: lane.artwork, title: lane.title, rows: [])
        shown.title = "\(name): \(lane.title)"
        shown.rows = scenes.map { scene in shown.rows.first { $0.scene == scene } ?? Row(scene: scene) }
        return shown
      }
    }
    return both
  }
}

extension [TimelineRecord.Span] {
  /// Goes on with the span that lasts, or ends it and begins another.
  fileprivate mutating func follow(_ name: String?, _ text: String, at now: ShowInstant) {
    if let last, last.to == nil {
      if last.name == name { return }
      self[count - 1].to = now
      if last.from == now { removeLast() }
    }
    if let name { append(TimelineRecord.Span(from: now, name: name, text: text)) }
  }
}
