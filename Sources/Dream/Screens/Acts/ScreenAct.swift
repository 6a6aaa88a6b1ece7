import Onirica

/// Something that a screen shows by itself, beside dreams and single stills: it is prepared on one thread and painted on
/// another, and neither waits for the other.
public protocol ScreenAct: AnyObject, Sendable {
  /// Prepares what is due or will be next. On the thread of the pictures, again and again, and before the act comes on; never
  /// on the thread that makes frames.
  ///
  /// - Parameter unixSeconds: now, on the clock that all screens share.
  func prepare(at unixSeconds: Double)

  /// Paints the picture of an instant. On the thread that makes frames: after some frames it neither allocates nor locks nor
  /// waits.
  ///
  /// - Parameters:
  ///   - unixSeconds: the instant, on the clock that all screens share.
  ///   - frame: holds the act's picture before, unless `isNew`; it may stay as it is.
  ///   - isNew: whether the frame holds something else.
  ///   - tools: who works.
  func paint(at unixSeconds: Double, into frame: Frame, isNew: Bool, tools: FrameTools)
}

/// A number on its way from one value to another.
public struct Ramp: Sendable, Hashable, Codable {
  /// Where it comes from, and where it goes.
  public var from: Double, to: Double
  /// When it sets out, in seconds since 1970, and how long it takes.
  public var sinceUnixSeconds: Double, overSeconds: Double
  /// How it goes; slow at both ends where nothing is said.
  public var curve: FadeCurve?

  /// A number that stands.
  ///
  /// - Parameter value: the number.
  public init(_ value: Double) { (from, to, sinceUnixSeconds, overSeconds) = (value, value, 0, 0) }

  /// A number on its way.
  ///
  /// - Parameters:
  ///   - from: where it comes from.
  ///   - to: where it goes.
  ///   - sinceUnixSeconds: when it sets out, in seconds since 1970.
  ///   - overSeconds: how long it takes.
  ///   - curve: how it goes.
  public init(
    from: Double, to: Double, sinceUnixSeconds: Double, overSeconds: Double, curve: FadeCurve? = nil
  ) {
    (self.from, self.to) = (from, to)
    (self.sinceUnixSeconds, self.overSeconds, self.curve) = (sinceUnixSeconds, overSeconds, curve)
  }

  /// The number at an instant; it sets out and arrives softly where nothing else is said.
  ///
  /// - Parameter unixSeconds: the instant.
  public func value(at unixSeconds: Double) -> Double {
    guard overSeconds > 0 else { return unixSeconds < sinceUnixSeconds ? from : to }
    let share = (unixSeconds - sinceUnixSeconds) / overSeconds
    return from + (to - from) * (curve ?? .easeInOut).progress(at: share)
  }
}

/// Pictures that stand for longer than a frame: eight a second on a display of sixty stand seven frames and eight by turns.
public struct Cadence: Sendable, Hashable, Codable {
  /// Pictures a second; nil for a picture a frame.
  public var picturesPerSecond: Double?

  /// A cadence.
  ///
  /// - Parameter picturesPerSecond: above 0; nil for a picture a frame.
  public init(picturesPerSecond: Double? = nil) { self.picturesPerSecond = picturesPerSecond }

  /// The instant that is shown at an instant: the same on all screens.
  ///
  /// - Parameter unixSeconds: the instant.
  public func instant(at unixSeconds: Double) -> Double {
    guard let picturesPerSecond else { return unixSeconds }
    // Instants of frames lie on whole nanoseconds: a picture that begins with a frame is not missed by one.
    return ((unixSeconds + 1e-6) * picturesPerSecond).rounded(.down) / picturesPerSecond
  }
}
