import Show

/// `…/device/ID/desired`: what a device is to be (contract, "Devices").
///
/// `over` and `curve` are those of what changed last. Every property that is still on its way stands also in `fades`,
/// with where it comes from, so that who joins midway can follow; a dream has its own `at`, from which its position runs,
/// stills and splices that from which they are walked through.
public struct DesiredText: Hashable, Sendable, Encodable {
  /// A property's way to its value.
  struct Way: Hashable, Sendable, Encodable {
    var from: PropertyValue?
    @Explicit var at: String?
    var over: Double
    var curve: Curve
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private let state: DesiredState
  private let write: InstantWriter

  /// The text of a desired state.
  public init(_ state: DesiredState, at instant: @escaping InstantWriter) { (self.state, write) = (state, instant) }

  /// The same if they say the same state; the clock is not looked at.
  public static func == (left: DesiredText, right: DesiredText) -> Bool { left.state == right.state }
  /// Hashes the state.
  public func hash(into hasher: inout Hasher) { hasher.combine(state) }

  private var changedLast: (over: Double, curve: Curve) {
    let newest = state.properties.values.map(\.at).max()
    let fades = state.properties.sorted { $0.key < $1.key }.map(\.value).filter { $0.at == newest }
    guard let longest = fades.max(by: { $0.over < $1.over }), longest.over > .zero else { return (0, .linear) }
    return (longest.over.inSeconds, longest.curve)
  }

  /// The object as JSON, keys sorted, by hand: a level is told with every change. Nothing where something of it is an object
  /// or stills of a pool, which is rare enough for an encoder.
  public var plainJSON: String? {
    guard state.next == nil, state.passedOver == nil else { return nil }
    var fields: [(key: String, value: String)] = []
    var ways: [(key: String, value: String)] = []
    func add(_ key: String, _ write: (inout BodyWriter) -> Void) {
      var writer = BodyWriter()
      write(&writer)
      fields.append((key, writer.text))
    }
    for (name, fade) in state.properties {
      guard case .plain(let goal) = fade.to else { return nil }
      add(name.rawValue) { $0.value(goal) }
      guard fade.over > .zero, fade.end > state.at else { continue }
      guard let way = way(of: fade) else { return nil }
      ways.append((name.rawValue, way))
    }
    let (over, curve) = changedLast
    add("at") { $0.quoted(orNull: write(state.at)) }
    add("curve") { $0.quoted(curve.rawValue) }
    add("over") { $0.number(over) }
    add("rev") { $0.whole(state.rev) }
    if !ways.isEmpty { fields.append(("fades", Self.object(ways))) }
    return Self.object(fields)
  }

  private func way(of fade: Fade) -> String? {
    var writer = BodyWriter()
    writer.raw("{\"at\":")
    writer.quoted(orNull: write(fade.at))
    writer.raw(",\"curve\":")
    writer.quoted(fade.curve.rawValue)
    if let from = fade.from {
      guard case .plain(let start) = from else { return nil }
      writer.raw(",\"from\":")
      writer.value(start)
    }
    writer.raw(",\"over\":")
    writer.number(fade.over.inSeconds)
    writer.raw("}")
    return writer.text
  }

  private static func object(_ fields: [(key: String, value: String)]) -> String {
    "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(state.rev, forKey: Key("rev"))
    try object.encode(Explicit(wrappedValue: write(state.at)), forKey: Key("at"))
    var ways: [PropertyName: Way] = [:]
    for (name, fade) in state.properties {
      switch fade.to {
      case .plain(let value): try object.encode(value, forKey: Key(name.rawValue))
      case .dream(let dream):
        try object.encode(DreamText(dream, at: write(dream.since ?? fade.at)), forKey: Key(name.rawValue))
      case .stills(let stills):
        let began = write(stills.way.began ?? fade.at)
        try object.encode(StillsText(stills, next: state.next ?? stills.next, at: began), forKey: Key(name.rawValue))
      case .splice(let splice):
        try object.encode(SpliceText(splice, at: write(splice.way.began ?? fade.at)), forKey: Key(name.rawValue))
      }
      guard fade.over > .zero, fade.end > state.at else { continue }
      ways[name] = Way(
        from: fade.from, at: Explicit(wrappedValue: write(fade.at)), over: fade.over.inSeconds, curve: fade.curve)
    }
    // What comes next is a field of stills, also where a scene says nothing else of them.
    if let next = state.next, state.properties[.stills] == nil {
      try object.encode(["next": next], forKey: Key("stills"))
    }
    if let passedOver = state.passedOver { try object.encode(passedOver, forKey: Key("passed_over")) }
    let (over, curve) = changedLast
    try object.encode(over, forKey: Key("over"))
    try object.encode(curve, forKey: Key("curve"))
    if !ways.isEmpty { try object.encode(ways, forKey: Key("fades")) }
  }
}

extension DesiredText.Way {
  init(from: PropertyValue?, at: Explicit<String>, over: Double, curve: Curve) {
    (self.from, _at, self.over, self.curve) = (from, at, over, curve)
  }
}

/// What a screen is to dream, as told to it.
struct DreamText: Hashable, Sendable, Encodable {
  var night: String?
  @Explicit var stage: String?
  @Explicit var from: Double?
  var speed: Double?
  var seed: Int?
  var look: String?
  @Explicit var chorus: [String]?
  @Explicit var reports: Bool?
  var stop: Bool?
  @Explicit var at: String?

  init(_ dream: Dream, at: String?) {
    (night, speed, seed, look, stop) = (dream.night, dream.speed, dream.seed, dream.look, dream.stop)
    _stage = Explicit(wrappedValue: dream.stage)
    _from = Explicit(wrappedValue: dream.from)
    _reports = Explicit(wrappedValue: dream.reports)
    _chorus = Explicit(wrappedValue: dream.chorus?.joined)
    _at = Explicit(wrappedValue: at)
  }
}
