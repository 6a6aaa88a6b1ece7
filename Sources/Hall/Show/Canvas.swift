/// A painting, or another thing that light harms: which lights fall on it, and how much of that it may have.
///
/// What light does to a canvas adds up: illuminance times time, in lux-hours (CIE 157:2004). A ceiling bounds the first,
/// a budget for each local day and each calendar year the second.
public struct Canvas: Hashable, Sendable, Codable {
  /// Its name.
  public var id: CanvasID
  /// What people read.
  public var title: String
  /// What each light gives on it, measured on the canvas; a light may fall on several.
  public var lights: [DeviceID: Calibration]
  /// The most illuminance that it may have at any moment, in lux.
  public var ceilingLux: Double?
  /// The most exposure of a local day, in lux-hours.
  public var luxHoursADay: Double?
  /// The most exposure of a calendar year, in lux-hours.
  public var luxHoursAYear: Double?
  /// From which part of a budget on the light is held so that the rest lasts, 0.1 to 1.
  public var dimsFrom: Double

  /// A canvas; see the properties for meanings and ranges.
  public init(
    id: CanvasID, title: String = "", lights: [DeviceID: Calibration] = [:], ceilingLux: Double? = nil,
    luxHoursADay: Double? = nil, luxHoursAYear: Double? = nil, dimsFrom: Double = 0.9
  ) {
    (self.id, self.title, self.lights) = (id, title.isEmpty ? id.text : title, lights)
    (self.ceilingLux, self.luxHoursADay, self.luxHoursAYear) = (ceilingLux, luxHoursADay, luxHoursAYear)
    self.dimsFrom = dimsFrom
  }
}

/// What a light gives on a canvas at each level, as a meter told it: straight lines between the points.
public struct Calibration: Hashable, Sendable, Codable {
  /// One reading of the meter.
  public struct Point: Hashable, Sendable, Codable {
    /// The light's level, 0 to 1.
    public var level: Double
    /// The illuminance on the canvas, in lux.
    public var lux: Double

    /// A reading.
    public init(level: Double, lux: Double) { (self.level, self.lux) = (level, lux) }
  }

  /// The readings, darkest first: from level 0 to level 1, lux never falling.
  public let points: [Point]

  /// A light that gives so much at full, and less in proportion.
  public init(fullLux: Double) { points = [Point(level: 0, lux: 0), Point(level: 1, lux: fullLux)] }

  /// Readings in any order; without one at level 0 it is dark there, without one at level 1 the last holds.
  ///
  /// - Returns: nothing if a level stands twice or is out of 0 to 1, or if lux fall while the level rises.
  public init?(readings: [Point]) {
    var sorted = readings.sorted { $0.level < $1.level }
    guard let first = sorted.first, let last = sorted.last, first.level >= 0, last.level <= 1, first.lux >= 0 else {
      return nil
    }
    for (low, high) in zip(sorted, sorted.dropFirst()) where low.level == high.level || low.lux > high.lux {
      return nil
    }
    if first.level > 0 { sorted.insert(Point(level: 0, lux: 0), at: 0) }
    if last.level < 1 { sorted.append(Point(level: 1, lux: last.lux)) }
    points = sorted
  }

  /// The illuminance at a level, in lux.
  public func lux(atLevel level: Double) -> Double {
    for (low, high) in zip(points, points.dropFirst()) where level <= high.level {
      let part = max(0, (level - low.level) / (high.level - low.level))
      return low.lux + (high.lux - low.lux) * part
    }
    return points.last?.lux ?? 0
  }

  /// The highest level at which the light gives no more than so many lux; 0 where even that is too much.
  public func level(upToLux lux: Double) -> Double {
    guard let brightest = points.last, brightest.lux > lux else { return 1 }
    for (low, high) in zip(points, points.dropFirst()) where high.lux > lux {
      guard lux >= low.lux else { return low.level }
      return low.level + (high.level - low.level) * (lux - low.lux) / (high.lux - low.lux)
    }
    return 0
  }
}

/// Exposure to light, counted without loss: illuminance times time.
public struct Exposure: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// In lux-milliseconds.
  public var luxMilliseconds: Int64

  /// No light.
  public static let none = Exposure(luxMilliseconds: 0)

  /// So many lux-milliseconds.
  public init(luxMilliseconds: Int64) { self.luxMilliseconds = luxMilliseconds }
  /// So many lux-hours.
  public init(luxHours: Double) { luxMilliseconds = Int64((luxHours * 3_600_000).rounded()) }

  /// In lux-hours.
  public var luxHours: Double { Double(luxMilliseconds) / 3_600_000 }
  /// In lux-hours, to three figures: `312 lux-hours`.
  public var description: String { "\(Exposure.figures(luxHours)) lux-hours" }

  /// A number as people read it: whole from 100 on, else with one decimal.
  public static func figures(_ number: Double) -> String {
    let scaled = number < 100 ? (number * 10).rounded() / 10 : number.rounded()
    return Value.number(scaled).description
  }

  /// Less light before more.
  public static func < (left: Exposure, right: Exposure) -> Bool { left.luxMilliseconds < right.luxMilliseconds }
  /// Both together.
  public static func + (left: Exposure, right: Exposure) -> Exposure {
    Exposure(luxMilliseconds: left.luxMilliseconds + right.luxMilliseconds)
  }
  /// What the left has more than the right.
  public static func - (left: Exposure, right: Exposure) -> Exposure {
    Exposure(luxMilliseconds: left.luxMilliseconds - right.luxMilliseconds)
  }
}
