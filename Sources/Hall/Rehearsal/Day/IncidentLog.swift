import Sequencer
import Show

/// What went wrong in a span of a hall's life, its closings, and what operators were refused.
public struct IncidentLog: Sendable {
  /// A fault or a warning.
  public struct Incident: Sendable {
    /// A warning's id; of a fault the artwork or device it is about, if it is about one.
    public var id: String
    /// What was said.
    public var text: String
    /// How often.
    public var times = 1
    /// When first.
    public var first: ShowInstant
    /// How long it stood, all together; faults are of a moment.
    public var stood: TimeSpan = .zero
    /// Since when it stands, if it does.
    var since: ShowInstant?
  }

  /// A closing of the hall.
  public struct Closing: Sendable {
    /// When the hall began to close.
    public var at: ShowInstant
    /// How long it took to the closed looks; nothing if they were not reached.
    public var took: TimeSpan?
  }

  /// Faults of the show or of devices.
  public private(set) var faults: [Incident] = []
  /// Warnings, by id.
  public private(set) var warnings: [Incident] = []
  /// Closings.
  public private(set) var closings: [Closing] = []
  /// Commands that were refused, each as a sentence.
  public private(set) var refusals: [String] = []
  /// How many commands were carried out.
  public private(set) var commands = 0

  /// A log of nothing yet.
  public init() {}

  /// Takes what happened next.
  ///
  /// - Parameters:
  ///   - step: what came of an input.
  ///   - now: when.
  public mutating func take(_ step: Step, at now: ShowInstant) {
    for decision in step.decisions { take(decision, at: now) }
    for case .reply(let name, let reply) in step.effects {
      if let error = reply.error { refusals.append("\(name): \(error)") } else { commands += 1 }
    }
  }

  private mutating func take(_ decision: Decision, at now: ShowInstant) {
    switch decision.kind {
    case .fault: note(decision, at: now)
    case .warning: warned(decision, at: now)
    case .cleared:
      guard let index = warnings.firstIndex(where: { $0.id == decision.subject }) else { return }
      endWarning(index, at: now)
    case .phase:
      if decision.subject == HallPhase.closing.description { closings.append(Closing(at: now)) }
      if decision.subject == HallPhase.closed.description, let last = closings.last, last.took == nil {
        closings[closings.count - 1].took = now - last.at
      }
    default: break
    }
  }

  private mutating func note(_ decision: Decision, at now: ShowInstant) {
    let id = decision.artwork?.text ?? decision.subject ?? ""
    if let index = faults.firstIndex(where: { $0.text == decision.sentence }) {
      faults[index].times += 1
    } else {
      faults.append(Incident(id: id, text: decision.sentence, first: now))
    }
  }

  private mutating func warned(_ decision: Decision, at now: ShowInstant) {
    let id = decision.subject ?? ""
    guard let index = warnings.firstIndex(where: { $0.id == id }) else {
      return warnings.append(Incident(id: id, text: decision.sentence, first: now, since: now))
    }
    warnings[index].times += warnings[index].since == nil ? 1 : 0
    warnings[index].text = decision.sentence
    warnings[index].since = warnings[index].since ?? now
  }

  private mutating func endWarning(_ index: Int, at now: ShowInstant) {
    guard let since = warnings[index].since else { return }
    if since == now, warnings[index].times == 1 {
      // It stood for no time: a contact that is first read an instant after the show has begun.
      warnings.remove(at: index)
      return
    }
    warnings[index].stood = warnings[index].stood + (now - since)
    warnings[index].since = nil
  }

  /// Ends what still stands.
  public mutating func finish(at now: ShowInstant) {
    for index in warnings.indices {
      guard let since = warnings[index].since else { continue }
      warnings[index].stood = warnings[index].stood + (now - since)
    }
  }
}
