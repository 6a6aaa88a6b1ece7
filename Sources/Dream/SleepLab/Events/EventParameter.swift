/// A number that a method of finding events goes by.
public struct EventParameter: Sendable {
  /// Its method.
  public let method: EventMethod
  /// Its name: the kind of event, a dot, and what it is, with its unit last: `spindle.merge-s`.
  public let name: String
  /// What it may be.
  public let range: ClosedRange<Double>
  /// What it is, and who says so.
  public let words: String
  let read: @Sendable (EventSettings) -> Double
  let write: @Sendable (inout EventSettings, Double) -> Void

  /// What it is unless it is set.
  public var usual: Double { read(EventSettings()) }

  init(
    _ method: EventMethod, _ name: String, _ range: ClosedRange<Double>, _ words: String,
    read: @escaping @Sendable (EventSettings) -> Double,
    write: @escaping @Sendable (inout EventSettings, Double) -> Void
  ) {
    (self.method, self.name, self.range, self.words) = (method, name, range, words)
    (self.read, self.write) = (read, write)
  }
}

/// Why a parameter was not set.
public enum EventSettingError: Error, Hashable, CustomStringConvertible {
  /// The method has none of this name.
  case unknown(name: String, method: EventMethod)
  /// The value is no number of its range.
  case outside(name: String, range: ClosedRange<Double>)
  /// A range would end before it begins.
  case crossed(name: String)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .unknown(let name, let method):
      "method \(method.wording) has no parameter '\(name)': --parameters lists them"
    case .outside(let name, let range):
      "\(name) takes \(EventSettings.plain(range.lowerBound)) to \(EventSettings.plain(range.upperBound))"
    case .crossed(let name): "\(name) would put the least above the greatest: set the other one first"
    }
  }
}

/// All that the methods of finding events go by.
public struct EventSettings: Sendable {
  var fourTestSpindles = FourTestSpindles()
  var halfWaves = HalfWaves()
  var sharpEyes = SharpEyeMovements()
  var yasaSpindles = SpindleDetector()
  var yasaWaves = SlowWaveDetector()
  var yasaEyes = EyeMovementDetector()

  /// The settings as they were published or chosen.
  public init() {}

  /// All parameters of all methods.
  public static let parameters: [EventParameter] = regieParameters + yasaParameters

  /// Sets a parameter.
  ///
  /// - Parameters:
  ///   - name: its name, as `parameters` has it.
  ///   - value: its value, within its range.
  ///   - method: the method whose parameter it is.
  /// - Throws: `EventSettingError` if there is no such parameter, or the value is not for it.
  public mutating func set(_ name: String, to value: Double, of method: EventMethod) throws(EventSettingError) {
    guard let parameter = Self.parameters.first(where: { $0.name == name && $0.method == method }) else {
      throw .unknown(name: name, method: method)
    }
    guard value.isFinite, parameter.range.contains(value) else { throw .outside(name: name, range: parameter.range) }
    parameter.write(&self, value)
    // An end of a range that would cross the other one leaves it as it was.
    guard abs(parameter.read(self) - value) <= 1e-6 * max(1, abs(value)) else { throw .crossed(name: name) }
  }

  static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
  }
}

extension EventParameter {
  /// A parameter that is a number of the detector.
  static func number(
    _ method: EventMethod, _ name: String, _ range: ClosedRange<Double>,
    _ path: any WritableKeyPath<EventSettings, Double> & Sendable, _ words: String
  ) -> EventParameter {
    EventParameter(method, name, range, words, read: { $0[keyPath: path] }, write: { $0[keyPath: path] = $1 })
  }

  /// A parameter that is a number of the detector in single precision.
  static func single(
    _ method: EventMethod, _ name: String, _ range: ClosedRange<Double>,
    _ path: any WritableKeyPath<EventSettings, Float> & Sendable, _ words: String
  ) -> EventParameter {
    EventParameter(
      method, name, range, words, read: { Double($0[keyPath: path]) }, write: { $0[keyPath: path] = Float($1) })
  }

  /// The two ends of a range of the detector, named `least` and `greatest`.
  static func ends<Bound: BinaryFloatingPoint & SendableMetatype>(
    _ method: EventMethod, _ names: (least: String, greatest: String), _ range: ClosedRange<Double>,
    _ path: any WritableKeyPath<EventSettings, ClosedRange<Bound>> & Sendable, _ words: String
  ) -> [EventParameter] {
    [
      EventParameter(
        method, names.least, range, "the least of: " + words, read: { Double($0[keyPath: path].lowerBound) },
        write: { settings, value in
          let greatest = settings[keyPath: path].upperBound
          if Bound(value) < greatest { settings[keyPath: path] = Bound(value)...greatest }
        }),
      EventParameter(
        method, names.greatest, range, "the greatest of: " + words, read: { Double($0[keyPath: path].upperBound) },
        write: { settings, value in
          let least = settings[keyPath: path].lowerBound
          if Bound(value) > least { settings[keyPath: path] = least...Bound(value) }
        }),
    ]
  }
}
