/// The features of a night ten times a second.
public struct FeatureTrack: Sendable, Hashable {
  /// What is followed. Every window is 2 s long and centred on its instant.
  public enum Feature: Int, CaseIterable, Sendable, Hashable {
    /// δ envelope, z-scored over the night.
    case delta = 0
    /// θ envelope, z-scored over the night.
    case theta = 1
    /// α envelope, z-scored over the night.
    case alpha = 2
    /// σ envelope, z-scored over the night.
    case sigma = 3
    /// β envelope, z-scored over the night.
    case beta = 4
    /// δ envelope of the most posterior EEG that there is, z-scored; where there is one EEG only, equal to `delta`.
    case posteriorDelta = 5
    /// The chin's muscle tone, z-scored over the night; 0 without an EMG.
    case muscleTone = 6
    /// The correlation of left and right eye, −1 (both turn) to 1 (both see the same brain wave); 0 without both.
    case eyeCorrelation = 7

    /// The feature that follows a band.
    ///
    /// - Parameter band: the band.
    public init(_ band: Band) {
      switch band {
      case .delta: self = .delta
      case .theta: self = .theta
      case .alpha: self = .alpha
      case .sigma: self = .sigma
      case .beta: self = .beta
      }
    }
  }

  /// How many values a second.
  public static let rateHz = 10.0

  /// How many instants; the one of index i lies i/10 s after the night's beginning.
  public let count: Int
  private let values: TrackValues

  /// Makes a track.
  ///
  /// - Parameters:
  ///   - count: how many instants, 0 or more.
  ///   - column: the values of one feature, `count` of them; those that are not finite become 0, those missing too.
  public init(count: Int, column: (Feature) -> [Float]) {
    self.count = max(0, count)
    var values = [Float]()
    values.reserveCapacity(self.count * Feature.allCases.count)
    for feature in Feature.allCases {
      let given = column(feature).prefix(self.count)
      values.append(contentsOf: given.lazy.map { $0.isFinite ? $0 : 0 })
      values.append(contentsOf: repeatElement(0, count: self.count - given.count))
    }
    self.values = .memory(values)
  }

  /// A track whose numbers stay where they are: the columns, one after the other, `count` each.
  init(count: Int, mapped bytes: MappedBytes, offset: Int) {
    self.count = max(0, count)
    values = .mapped(bytes, offset: offset, count: self.count * Feature.allCases.count)
  }

  /// All values of one feature.
  ///
  /// - Parameter feature: which.
  /// - Returns: `count` values at 10 Hz; of a night that is mapped from its file a copy.
  public func column(_ feature: Feature) -> ArraySlice<Float> {
    values.slice((feature.rawValue * count)..<((feature.rawValue + 1) * count))
  }

  /// A feature at any instant, interpolated in a straight line.
  ///
  /// - Parameters:
  ///   - feature: which.
  ///   - seconds: from the night's beginning; before and after the night its first and last value hold.
  /// - Returns: a finite number; 0 for an empty track.
  public func value(_ feature: Feature, at seconds: Double) -> Float {
    guard count > 0, seconds.isFinite else { return 0 }
    let place = min(max(0, seconds * FeatureTrack.rateHz), Double(count - 1))
    let index = Int(place)
    let first = values[feature.rawValue * count + index]
    let second = values[feature.rawValue * count + min(index + 1, count - 1)]
    return first + (second - first) * Float(place - Double(index))
  }
}

extension FeatureTrack {
  /// Whether two tracks hold the same numbers, wherever they lie.
  public static func == (first: FeatureTrack, second: FeatureTrack) -> Bool {
    first.count == second.count && Feature.allCases.allSatisfy { first.column($0).elementsEqual(second.column($0)) }
  }

  /// The count stands for the numbers, of which there are millions.
  public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}
