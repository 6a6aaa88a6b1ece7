import Foundation
import Show

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A fixture definition of QLC+ (`.qxf`), walked element by element; external entities are never followed.
final class QLCFixture: NSObject, XMLParserDelegate {
  private struct Channel {
    var preset = ""
    var group = ""
    var colour = ""
    var isFine = false
    var part = 0.0
    var openPart: Double?
  }

  private var channels: [String: Channel] = [:]
  private var channel: (name: String, value: Channel)?
  private var mode: (name: String, channels: [String])?
  private var modes: [(name: String, channels: [String])] = []
  private var text = ""
  /// Whether the definition came, and came to its end: the parser takes a file that breaks off for a whole one.
  private var isWhole = false

  /// The modes of a file; what cannot be read is a fault at its line and column.
  static func modes(_ text: String, _ faults: FaultList) -> [FixtureMode] {
    let hint = "take the file from QLC+, as its fixture editor saves it"
    let parser = XMLParser(data: Data(text.utf8))
    let fixture = QLCFixture()
    parser.delegate = fixture
    guard parser.parse(), fixture.isWhole else {
      let place = Place(line: max(1, parser.lineNumber), column: max(1, parser.columnNumber))
      faults.fault(place, "this is no fixture definition of QLC+", hint)
      return []
    }
    if fixture.modes.isEmpty { faults.fault(.start, "this fixture has no modes", hint) }
    return fixture.modes.compactMap { fixture.mode($0.name, $0.channels, faults) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    text = ""
    switch name {
    case "Mode": mode = (attributes["Name"] ?? "", [])
    case "Channel" where mode == nil:
      var value = Channel(preset: attributes["Preset"] ?? "")
      value.part = (attributes["Default"].flatMap { Double($0) } ?? 0) / 255
      value.isFine = value.preset.hasSuffix("Fine")
      channel = (attributes["Name"] ?? "", value)
    case "Group" where attributes["Byte"] == "1": channel?.value.isFine = true
    case "Capability" where attributes["Preset"] == "ShutterOpen":
      channel?.value.openPart = attributes["Min"].flatMap { Double($0) }.map { $0 / 255 }
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if text.utf8.count < 4096 { text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    text = ""
    switch name {
    case "FixtureDefinition": isWhole = true
    case "Group": channel?.value.group = trimmed
    case "Colour": channel?.value.colour = trimmed
    case "Channel" where mode != nil: mode?.channels.append(trimmed)
    case "Channel":
      if let channel { channels[channel.name] = channel.value }
      channel = nil
    case "Mode":
      if let mode { modes.append(mode) }
      mode = nil
    default: break
    }
  }

  private func mode(_ name: String, _ names: [String], _ faults: FaultList) -> FixtureMode? {
    var slots: [FixtureMode.Slot] = []
    for channelName in names {
      guard let channel = channels[channelName] else {
        faults.fault(
          .start,
          "mode `\(shortened(name))` names a channel `\(shortened(channelName))` that the fixture does not have",
          didYouMean(channelName, among: Array(channels.keys), what: "a channel"))
        return nil
      }
      slots.append(.init(role: role(channel, channelName), isFine: channel.isFine))
    }
    return FixtureMode(name: name, channels: slots)
  }

  private func role(_ channel: Channel, _ name: String) -> FixtureChannelRole {
    let preset =
      channel.isFine && channel.preset.hasSuffix("Fine") ? String(channel.preset.dropLast(4)) : channel.preset
    let colour =
      preset.hasPrefix("Intensity") ? String(preset.dropFirst(9)) : channel.group == "Intensity" ? channel.colour : nil
    guard let colour else { return .fixed(channel.openPart ?? channel.part) }
    switch colour {
    case "", "Generic", "Dimmer", "MasterDimmer": return .dimmer
    case "Red": return .emitter(.red)
    case "Green": return .emitter(.green)
    case "Blue": return .emitter(.blue)
    case "Amber": return .emitter(.amber)
    case "Lime": return .emitter(.lime)
    case "UV": return .emitter(.uv)
    case "White":
      let words = name.lowercased()
      if words.contains("warm") { return .emitter(.warmWhite) }
      return .emitter(words.contains("cold") || words.contains("cool") ? .coolWhite : .white)
    default: return .fixed(0)
    }
  }
}
