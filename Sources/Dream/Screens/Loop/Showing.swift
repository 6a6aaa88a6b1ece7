import Onirica
import SleepLab

/// What a screen is to show, from a moment on.
public struct Showing: Sendable {
  /// The picture.
  public enum Picture: Sendable {
    /// The night, dreamt.
    case dream(Course)
    /// A still or a slate, in the screen's size. `name` tells one from another.
    case still(Frame, name: String)
    /// Something that paints itself.
    case act(any ScreenAct)
    /// Nothing.
    case black
  }

  /// The picture.
  public var picture: Picture
  /// 0 to 1.
  public var brightness: Double
  /// Length of the fade in seconds, and when it began, in seconds since 1970.
  public var fadeSeconds: Double, sinceUnixSeconds: Double
  /// How the fade runs.
  public var curve = FadeCurve.easeInOut

  /// Something to show.
  ///
  /// - Parameters:
  ///   - picture: the picture.
  ///   - brightness: 0 to 1.
  ///   - fadeSeconds: length of the fade from what was shown before.
  ///   - sinceUnixSeconds: when the fade began, in seconds since 1970.
  public init(picture: Picture, brightness: Double = 1, fadeSeconds: Double = 0, sinceUnixSeconds: Double = 0) {
    self.picture = picture
    self.brightness = brightness
    self.fadeSeconds = fadeSeconds
    self.sinceUnixSeconds = sinceUnixSeconds
  }

  /// How far the fade is.
  ///
  /// - Parameter unixSeconds: now.
  /// - Returns: 0 to 1, by its curve.
  public func progress(at unixSeconds: Double) -> Double {
    fadeSeconds > 0 ? curve.progress(at: (unixSeconds - sinceUnixSeconds) / fadeSeconds) : 1
  }
}

/// A way through a night in time: the position is a function of the clock, so a screen that restarts, and screens side
/// by side, are at the same place.
public struct Course: Sendable {
  /// The night.
  public var night: Night
  /// The way through it.
  public var passage: Passage
  /// Seconds of the night a second.
  public var speed: Double
  /// When the way began, in seconds since 1970.
  public var anchorUnixSeconds: Double
  /// What chance comes from.
  public var seed: UInt64
  /// Those who dream beside it, by their places, ``ChorusMoment/most`` at most; nil where a place is empty.
  public var chorus: [Part?] = []
  /// The reports of the night that may be shown, where they are wanted.
  public var reports: ReportBoard?

  /// A night that is dreamt beside another, as fast and from the same moment on.
  public struct Part: Sendable {
    /// The night.
    public var night: Night
    /// The way through it.
    public var passage: Passage
    /// How much of it is there, 0 to 1, as it comes and goes.
    public var presence: Ramp

    /// A part of a chorus.
    ///
    /// - Parameters:
    ///   - night: the night.
    ///   - passage: the way through it.
    ///   - presence: how much of it is there, 0 to 1.
    public init(night: Night, passage: Passage, presence: Ramp = Ramp(1)) {
      (self.night, self.passage, self.presence) = (night, passage, presence)
    }
  }

  /// A course.
  ///
  /// - Parameters:
  ///   - night: the night.
  ///   - passage: the way through it.
  ///   - speed: seconds of the night a second.
  ///   - anchorUnixSeconds: when the way began.
  ///   - seed: what chance comes from.
  public init(night: Night, passage: Passage, speed: Double, anchorUnixSeconds: Double, seed: UInt64) {
    self.night = night
    self.passage = passage
    self.speed = speed
    self.anchorUnixSeconds = anchorUnixSeconds
    self.seed = seed
  }

  /// Where the course is: `from + speed · (now − at)` along its passage.
  ///
  /// - Parameter unixSeconds: now.
  /// - Returns: seconds from the night's beginning.
  public func position(at unixSeconds: Double) -> Double {
    passage.position(after: speed * (unixSeconds - anchorUnixSeconds))
  }

  /// The nights of those who dream beside it, by their places.
  var nightsBeside: [Night?] { chorus.prefix(ChorusMoment.most).map { $0?.night } }

  /// Where those are who dream beside it, and how much of each is there: a function of the clock, too.
  ///
  /// - Parameter unixSeconds: now.
  public func chorus(at unixSeconds: Double) -> ChorusMoment {
    var moment = ChorusMoment.alone
    for place in chorus.indices.prefix(ChorusMoment.most) {
      guard let part = chorus[place] else { continue }
      moment.positions[place] = part.passage.position(after: speed * (unixSeconds - anchorUnixSeconds))
      moment.presences[place] = part.presence.value(at: unixSeconds)
    }
    return moment
  }
}
