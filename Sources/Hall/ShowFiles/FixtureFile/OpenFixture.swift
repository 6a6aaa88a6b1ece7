import Foundation
import Show

/// A fixture of the Open Fixture Library, as its JSON schema 12.4 has it; what lights do not need is not read.
struct OpenFixture: Decodable {
  struct Channel: Decodable {
    var fineChannelAliases: [String]?
    var defaultValue: Amount?
    var capability: Capability?
    var capabilities: [Capability]?
  }
  struct Capability: Decodable {
    var type: String
    var color: String?
    var shutterEffect: String?
    var dmxRange: [Double]?
    var colorTemperature: String?
    var colorTemperatureStart: String?
    var colorTemperatureEnd: String?
  }
  struct Mode: Decodable {
    var name: String
    var channels: [ChannelName]
  }
  /// A channel's name, nothing for a slot that is not used, or a matrix, which is not read.
  enum ChannelName: Decodable {
    case name(String), unused, matrix
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .unused
      } else {
        self = (try? container.decode(String.self)).map { .name($0) } ?? .matrix
      }
    }
  }
  /// 0 to 255, or a percentage as a text.
  struct Amount: Decodable {
    var part: Double
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let number = try? container.decode(Double.self)
      let percent = (try? container.decode(String.self)).flatMap { $0.hasSuffix("%") ? Double($0.dropLast()) : nil }
      part = number.map { $0 / 255 } ?? percent.map { $0 / 100 } ?? 0
    }
  }

  var availableChannels: [String: Channel]
  var modes: [Mode]

  /// The modes of a file; what cannot be read is a fault.
  static func modes(_ text: String, _ faults: FaultList) -> [FixtureMode] {
    let hint = "take the file from the Open Fixture Library, in its own format"
    do {
      let fixture = try JSONDecoder().decode(OpenFixture.self, from: Data(text.utf8))
      if fixture.modes.isEmpty { faults.fault(.start, "this fixture has no modes", hint) }
      return fixture.modes.compactMap { fixture.mode($0, faults) }
    } catch let error as DecodingError {
      faults.fault(.start, "this is no fixture of the Open Fixture Library: \(Self.place(of: error))", hint)
    } catch {
      faults.fault(.start, "this is no JSON", hint)
    }
    return []
  }

  private static func place(of error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "`\(shortened(key.stringValue))` is missing at /" + path(context)
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "what stands at /" + path(context) + " is not what belongs there"
    @unknown default: "it cannot be read"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    shortened(context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/"))
  }

  private func mode(_ mode: Mode, _ faults: FaultList) -> FixtureMode? {
    var slots: [FixtureMode.Slot] = []
    for channel in mode.channels {
      switch channel {
      case .unused: slots.append(.init(role: .fixed(0)))
      case .matrix:
        faults.warning(
          .start, "mode `\(shortened(mode.name))` has a matrix of pixels, which is not read", "patch another mode of it"
        )
        return nil
      case .name(let name):
        guard let slot = slot(name) else {
          faults.fault(
            .start,
            "mode `\(shortened(mode.name))` names a channel `\(shortened(name))` that the fixture does not have",
            didYouMean(name, among: Array(availableChannels.keys), what: "a channel"))
          return nil
        }
        slots.append(slot)
      }
    }
    return FixtureMode(name: mode.name, channels: slots)
  }

  private func slot(_ name: String) -> FixtureMode.Slot? {
    if let channel = availableChannels[name] { return .init(role: role(channel)) }
    for channel in availableChannels.values {
      guard let place = channel.fineChannelAliases?.firstIndex(of: name) else { continue }
      // A third byte is finer than anything that is steered here.
      return place == 0 ? .init(role: role(channel), isFine: true) : .init(role: .fixed(0))
    }
    return nil
  }

  private func role(_ channel: Channel) -> FixtureChannelRole {
    let all = channel.capability.map { [$0] } ?? channel.capabilities ?? []
    let rest = FixtureChannelRole.fixed(channel.defaultValue?.part ?? 0)
    guard let first = all.first else { return rest }
    if all.allSatisfy({ $0.type == "Intensity" }) { return .dimmer }
    if first.type == "ColorIntensity", all.count == 1 {
      return Self.emitters[first.color ?? ""].map { .emitter($0) } ?? .fixed(0)
    }
    if first.type == "ColorTemperature", all.count == 1, let from = Self.kelvin(first.colorTemperatureStart),
      let to = Self.kelvin(first.colorTemperatureEnd), from < to
    {
      return .kelvin(from: from, to: to)
    }
    if let open = all.first(where: { $0.shutterEffect == "Open" }) { return .fixed((open.dmxRange?.first ?? 0) / 255) }
    return rest
  }

  private static let emitters: [String: FixtureChannelRole.Emitter] = [
    "Red": .red, "Green": .green, "Blue": .blue, "White": .white, "Warm White": .warmWhite, "Cold White": .coolWhite,
    "Amber": .amber, "Lime": .lime, "UV": .uv,
  ]

  private static func kelvin(_ text: String?) -> Double? {
    guard let text, text.hasSuffix("K"), let number = Double(text.dropLast()), number > 0 else { return nil }
    return number
  }
}
