import Onirica
import Screens
import SleepLab

/// What a player shows, and what keys do to it. It knows instants, but no clock.
struct Playing {
  /// What is to happen because of a key.
  enum Act: Equatable {
    /// The course is another one.
    case show
    /// The picture stands still, or goes on.
    case pause, goOn
    /// What stood still does so again.
    case standAgain
    /// Another look is on.
    case useLook(String)
    case saveStill
    case showHelp
    case say(String)
    case end
  }

  /// Seconds of the night a second, slowest first.
  static let speeds: [Double] = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600]

  let night: Night
  let looks: [String]
  private(set) var stage: Stage?
  private(set) var speed: Double
  private(set) var seed: UInt64
  private(set) var look: String
  private(set) var isPaused = false
  private(set) var showsHelp = false
  private var passage: Passage
  /// Seconds along the passage at an instant.
  private var travelled = 0.0
  private var sinceUnixSeconds: Double

  /// - Parameters:
  ///   - passage: the way that it begins with, of the stage if one is given.
  ///   - looks: the names to choose among; the one that is on need not be among them.
  init(
    night: Night, passage: Passage, stage: Stage?, speed: Double, seed: UInt64, look: String, looks: [String],
    atUnixSeconds now: Double
  ) {
    (self.night, self.passage, self.stage, self.speed, self.seed) = (night, passage, stage, speed, seed)
    (self.look, self.looks, sinceUnixSeconds) = (look, looks, now)
  }

  /// The way through the night in time.
  var course: Course {
    Course(
      night: night, passage: passage, speed: speed, anchorUnixSeconds: sinceUnixSeconds - travelled / speed, seed: seed)
  }

  /// Where in the night it is.
  func position(atUnixSeconds now: Double) -> Double { passage.position(after: distance(atUnixSeconds: now)) }

  private func distance(atUnixSeconds now: Double) -> Double {
    travelled + (isPaused ? 0 : speed * (now - sinceUnixSeconds))
  }

  /// Takes a key.
  ///
  /// - Parameters:
  ///   - key: SDL's name of it; one that means nothing does nothing.
  ///   - now: seconds since 1970.
  mutating func press(_ key: String, atUnixSeconds now: Double) -> [Act] {
    if showsHelp, key != "Q", key != "Escape" {
      showsHelp = false
      return isPaused ? [.standAgain] : [.goOn]
    }
    switch PlayKey.of(key) {
    case .scrub(let seconds)?: return travel(seconds, atUnixSeconds: now)
    case .beginning?:
      settle(atUnixSeconds: now)
      guard let whole = Passage(through: night, stage: stage) else { return [] }
      (passage, travelled) = (whole, 0)
      return shown()
    case .stage(let stage)?: return use(stage, atUnixSeconds: now)
    case .faster?, .slower?:
      settle(atUnixSeconds: now)
      speed = Playing.next(speed, isFaster: PlayKey.of(key) == .faster)
      return shown()
    case .seed(let step)?:
      settle(atUnixSeconds: now)
      seed = step > 0 ? seed &+ 1 : seed &- 1
      return shown()
    case .look(let step)?: return useLook(step)
    case .pause?:
      settle(atUnixSeconds: now)
      isPaused.toggle()
      return isPaused ? [.pause] : [.goOn]
    case .still?: return [.saveStill]
    case .help?:
      showsHelp = true
      return [.showHelp]
    case .end?: return [.end]
    case nil: return []
    }
  }

  /// What stands above the window.
  func title(atUnixSeconds now: Double) -> String {
    let place = position(atUnixSeconds: now)
    let whole = Int(place)
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
    let rate = speed == speed.rounded() ? "\(Int(speed))" : "\(speed)"
    let only = stage.map { " (only \($0.wording))" } ?? ""
    let state = isPaused ? " · paused" : ""
    return
      "\(night.stage(at: place).wording)\(only) at \(time) · ×\(rate) · seed \(seed) · look \(look)\(state) · h: keys"
  }

  /// From here on from where it is now.
  private mutating func settle(atUnixSeconds now: Double) {
    travelled = distance(atUnixSeconds: now)
    sinceUnixSeconds = now
  }

  private mutating func travel(_ seconds: Double, atUnixSeconds now: Double) -> [Act] {
    settle(atUnixSeconds: now)
    travelled += seconds
    return shown()
  }

  private mutating func use(_ stage: Stage?, atUnixSeconds now: Double) -> [Act] {
    let place = position(atUnixSeconds: now)
    guard let next = Passage(through: night, stage: stage, from: place) else {
      return [.say("the night has no \(stage?.wording ?? "length")")]
    }
    settle(atUnixSeconds: now)
    (self.stage, passage, travelled) = (stage, next, 0)
    return shown()
  }

  private mutating func useLook(_ step: Int) -> [Act] {
    guard !looks.isEmpty else { return [] }
    let index = looks.firstIndex(of: look) ?? (step > 0 ? -1 : 0)
    look = looks[(index + step + looks.count) % looks.count]
    return [.useLook(look)]
  }

  /// A key that moves something also ends a pause: one wants to see where one is.
  private mutating func shown() -> [Act] {
    isPaused = false
    return [.show]
  }

  private static func next(_ speed: Double, isFaster: Bool) -> Double {
    isFaster ? speeds.first { $0 > speed } ?? speed : speeds.last { $0 < speed } ?? speed
  }
}
