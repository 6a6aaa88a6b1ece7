/// Whether a hall can open its doors: how each part of it is judged, and what to do where it is not as it should be.
///
/// The daemon judges so by itself before the doors, and a technician at the desk at any time.
public enum Readiness {
  /// How one thing stands.
  public enum Verdict: String, Hashable, Sendable {
    /// As it should be.
    case ready
    /// The doors can open, but somebody should know.
    case notice
    /// The doors should not open.
    case missing
  }

  /// One thing that was looked at.
  public struct Item: Hashable, Sendable {
    /// What it is about: `devices`, `onirica-screen`.
    public var subject: String
    /// How it stands.
    public var verdict: Verdict
    /// How it stands, in words.
    public var text: String
    /// What to do about it; nothing where it is as it should be.
    public var remedy: String?

    /// Something as it should be.
    public static func ready(_ subject: String, _ text: String) -> Item {
      Item(subject: subject, verdict: .ready, text: text, remedy: nil)
    }
    /// Something that somebody should know.
    public static func notice(_ subject: String, _ text: String, _ remedy: String) -> Item {
      Item(subject: subject, verdict: .notice, text: text, remedy: remedy)
    }
    /// Something that is missing.
    public static func missing(_ subject: String, _ text: String, _ remedy: String) -> Item {
      Item(subject: subject, verdict: .missing, text: text, remedy: remedy)
    }
  }

  /// What there is to know of a hall as a whole.
  public struct HallFacts: Hashable, Sendable {
    /// The phase, by its name.
    public var phase: String
    /// Who decided it: `schedule` or `operator`.
    public var by: String
    /// Whether a blackout is on.
    public var blackout: Bool
    /// Whether an alarm is latched.
    public var alarm: Bool
    /// The grand master of the lights, 0 to 1.
    public var grandMaster: Double
    /// The next change of phase in words; nothing where none is to come.
    public var next: String?

    /// Facts of a hall.
    public init(phase: String, by: String, blackout: Bool, alarm: Bool, grandMaster: Double, next: String?) {
      (self.phase, self.by, self.blackout, self.alarm) = (phase, by, blackout, alarm)
      (self.grandMaster, self.next) = (grandMaster, next)
    }
  }

  /// What there is to know of an artwork.
  public struct ArtworkFacts: Hashable, Sendable {
    /// Its name.
    public var id: String
    /// Its mode, as `…/artwork/ID/state` tells it.
    public var mode: String
    /// The scene that runs.
    public var scene: String?
    /// Whether its files have faults.
    public var isUnavailable: Bool
    /// Why it is not well.
    public var reason: String?
    /// The properties of its devices that an operator has overridden.
    public var overridden: [String]

    /// Facts of an artwork.
    public init(
      id: String, mode: String, scene: String?, isUnavailable: Bool, reason: String?, overridden: [String]
    ) {
      (self.id, self.mode, self.scene, self.isUnavailable) = (id, mode, scene, isUnavailable)
      (self.reason, self.overridden) = (reason, overridden)
    }
  }

  /// What there is to know of a device.
  public struct DeviceFacts: Hashable, Sendable {
    /// Its name.
    public var id: String
    /// Whether it is away without leave: one that is off and cannot be reached then is not.
    public var isAway: Bool
    /// Whether it confirms what it is to be; nothing where it never answers, and need not.
    public var isConfirmed: Bool?
    /// Its state in one word.
    public var state: String?
    /// What it warns of.
    public var warnings: [String]

    /// Facts of a device.
    public init(id: String, isAway: Bool, isConfirmed: Bool?, state: String?, warnings: [String]) {
      (self.id, self.isAway, self.isConfirmed, self.state, self.warnings) = (id, isAway, isConfirmed, state, warnings)
    }
  }
}

extension Readiness {
  /// Judges the hall as a whole.
  public static func items(of hall: HallFacts) -> [Item] {
    var items: [Item] = []
    items.append(.ready("hall", "\(hall.phase), by \(hall.by)\(hall.next.map { "; next: \($0)" } ?? "")"))
    if hall.phase == "closed", hall.next == nil {
      items.append(
        .missing("programme", "no opening is to come", "enter one in the programme, or open by hand: regie hall open"))
    }
    if hall.by == "operator", hall.phase != "open" {
      items.append(
        .notice("hall", "an operator has it \(hall.phase)", "give it back to the programme: regie hall auto"))
    }
    if hall.blackout { items.append(.missing("blackout", "it is on", "regie blackout off")) }
    if hall.alarm {
      items.append(.missing("alarm", "it is latched", "once the contact is open again: regie release alarm"))
    }
    if hall.grandMaster < 1 {
      let level = Exposure.figures(hall.grandMaster * 100)
      items.append(.missing("grand master", "it is at \(level) %", "regie grand-master 100%"))
    }
    return items
  }

  /// Judges an artwork.
  public static func items(of artwork: ArtworkFacts) -> [Item] {
    var items: [Item] = []
    switch artwork.mode {
    case "auto": break
    case "out-of-order":
      items.append(.notice(artwork.id, "it is out of order", "when it is mended: regie back-in-order \(artwork.id)"))
    case "manual":
      items.append(.notice(artwork.id, "only operators change its scenes", "regie mode \(artwork.id) auto"))
    default: items.append(.missing(artwork.id, "it is \(artwork.mode)", "regie resume \(artwork.id)"))
    }
    if artwork.isUnavailable {
      items.append(.missing(artwork.id, artwork.reason ?? "its file has faults", "regie check, then regie reload"))
    }
    for path in artwork.overridden {
      items.append(.notice(path, "an operator overrides it", "regie release \(path)"))
    }
    if items.isEmpty { items.append(.ready(artwork.id, artwork.scene.map { "in \($0)" } ?? "in no scene")) }
    return items
  }

  /// Judges a device; nothing where it is as it should be.
  public static func item(of device: DeviceFacts) -> Item? {
    if device.isAway { return .missing(device.id, "it is away", "look at its power and network") }
    if device.isConfirmed == false {
      return .missing(device.id, "it does not confirm what it is to be", "regie test \(device.id) tries it")
    }
    if let state = device.state, ["warming", "cooling"].contains(state) {
      return .missing(device.id, "it is \(state)", "wait until it is done")
    }
    if device.warnings.isEmpty == false {
      return .notice(device.id, device.warnings.joined(separator: "; "), "regie test \(device.id) tries it")
    }
    return nil
  }
}
