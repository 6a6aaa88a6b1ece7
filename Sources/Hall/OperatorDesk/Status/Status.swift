import Foundation
import Show

/// What there is to say of a hall at one moment: one model for the table, for JSON, and for whoever shows it elsewhere.
struct Status: Hashable, Sendable {
  /// Where it was read.
  enum Source: String, Hashable, Sendable {
    /// From the topics that the broker keeps.
    case mqtt
    /// From the journal alone.
    case journal
  }

  /// Where it was read.
  var source: Source
  /// The hall's topics.
  var topics: String
  /// When this was true.
  var at: WallInstant
  /// The zone of the hall's clocks; this machine's where nothing tells it.
  var zone = TimeZone.current
  /// The hall; nothing if nothing is known of it.
  var hall: HallLine?
  /// The artworks: in the hall's order where it is known, else by name.
  var artworks: [ArtworkLine] = []
  /// The devices by name.
  var devices: [DeviceLine] = []
  /// What connects the parts.
  var links: [LinkLine] = []
  /// What a technician should look at.
  var warnings: [WarningLine] = []

  /// The hall as a whole.
  struct HallLine: Hashable, Sendable {
    var phase: String
    var by: String
    var until: WallInstant?
    var blackout: Bool
    var alarm: Bool
    var nextPhase: String?
    var nextAt: WallInstant?
    /// The grand master of the lights, 0 to 1.
    var grandMaster = 1.0
    /// What of the sound is out of the ordinary.
    var sound: SoundStatus?
  }

  /// An artwork.
  struct ArtworkLine: Hashable, Sendable {
    var id: String
    var scene: String?
    var since: WallInstant?
    var cue: Int?
    var position: Double?
    var mode: String
    var until: WallInstant?
    var overridden: [String]
    var health: String
    var reason: String?
    var seq: Int64?
  }

  /// A device.
  struct DeviceLine: Hashable, Sendable {
    var id: String
    /// The properties that it is to have.
    var desired: JSON?
    var desiredRev: Int64?
    /// The state that it tells.
    var actual: JSON?
    var actualRev: Int64?
    /// Whether it said that it is there; nothing if it never said anything.
    var online: Bool?

    /// Whether it has answered the desired state; nothing if it never answers.
    var isConfirmed: Bool? {
      guard let desiredRev else { return nil }
      guard let actualRev else { return online == nil ? nil : false }
      return actualRev >= desiredRev
    }
  }

  /// A link between parts.
  struct LinkLine: Hashable, Sendable {
    var name: String
    var state: String
    var detail: String
    var isWell: Bool
  }

  /// A warning.
  struct WarningLine: Hashable, Sendable {
    var id: String
    var text: String
    var since: WallInstant?
  }
}

extension Status {
  /// What is not as it should be, each a short sentence; the hall is healthy if there is nothing.
  var problems: [String] {
    var found = links.filter { $0.isWell == false }.map { "\($0.name) is \($0.state)" }
    if hall == nil { found.append("nothing is known of the hall") }
    if hall?.alarm == true { found.append("an alarm is latched") }
    for artwork in artworks where artwork.health != "ok" && artwork.mode != "out-of-order" {
      found.append("\(artwork.id) is \(artwork.health)")
    }
    for device in devices where device.online == false && isWarnedOf(device) == false && isAsleep(device) == false {
      found.append("\(device.id) is offline")
    }
    return found + warnings.map(\.id)
  }

  private func isWarnedOf(_ device: DeviceLine) -> Bool { warnings.contains { $0.id.hasSuffix(":" + device.id) } }

  /// Whether a device is away and may be so: the daemon, which knows what is off and what that powers, does not warn of it.
  func isAsleep(_ device: DeviceLine) -> Bool {
    let daemon = links.first { $0.name == "regied" }
    return device.online == false && daemon?.isWell == true && isWarnedOf(device) == false
  }

  /// Whether all is as it should be.
  var isHealthy: Bool { problems.isEmpty }
}
