import Endings
import Journal
import Rehearsal
import Sequencer
import Show

/// Why the properties of a device have their values at a time: what each layer wishes, and which won.
struct DeviceWhy {
  /// A property, and what is wished for it.
  struct Property: Hashable {
    var path: PropertyPath
    var wishes: [LayerWish]
    /// What holds it below the wish that won.
    var restraints: [Restraint] = []
    /// The wish that won.
    var won: LayerWish? { wishes.first(where: \.won) }
    /// Scenes that wish something for it at once.
    var scenes: [LayerWish] { wishes.filter { $0.layer == .scene } }
  }

  /// The hall as it was.
  let hall: HallThen
  /// The device.
  let device: Device
  /// Its properties, by name.
  let properties: [Property]

  /// Asks about a device.
  ///
  /// - Parameters:
  ///   - name: `DEVICE` or `DEVICE.PROPERTY`.
  ///   - hall: the hall as it was.
  /// - Throws: status 1 where the hall has no such device, or the device no such property, and which there are.
  init(_ name: String, in hall: HallThen) throws(CommandFault) {
    let known = hall.sequencer.show.hall.devices
    let path = known[DeviceID(name)] == nil ? PropertyPath(name) : nil
    guard let device = known[path?.device ?? DeviceID(name)] else {
      let names = known.keys.sorted().map(\.text)
      let hint = nearest(to: path?.device.text ?? name, among: names).map { "did you mean \($0)?" }
      throw CommandFault(
        .answerIsNo,
        names.isEmpty
          ? "there was no show then: ask about a later time"
          : "the hall has no device \(printable(name)): \(hint ?? "there are \(names.joined(separator: ", "))")")
    }
    (self.hall, self.device) = (hall, device)
    properties = device.propertyNames.filter { path == nil || path?.property == $0 }.compactMap { property in
      let path = PropertyPath(device.id, property)
      let wishes = hall.sequencer.wishes(for: path)
      return wishes.isEmpty
        ? nil : Property(path: path, wishes: wishes, restraints: hall.sequencer.restraints(on: path))
    }
    if let path, properties.isEmpty {
      throw CommandFault(
        .answerIsNo, "nothing wishes a value for \(path): a \(device.kind.rawValue) may have no such property")
    }
  }

  /// Why a wish won, in a few words.
  func reason(of property: Property) -> String {
    guard let won = property.won else { return "no layer has a value for it" }
    let owner = won.owner.map { " of \($0)" } ?? ""
    switch won.layer {
    case .alarm: return "the alarm\(owner) stands: it is above all others"
    case .blackout: return "the blackout is on: above overrides and scenes"
    case .override: return "the override\(owner) is above modes and scenes"
    case .mode: return "the hall's mode\(owner) is above scenes"
    case .hours: return "no scene wishes anything: the hall keeps it so by its hours (`awake:`)"
    case .default: return "no scene wishes anything: its default"
    case .scene: break
    }
    let others = property.scenes.filter { $0.artwork != won.artwork }
    guard others.isEmpty == false else { return "the scene\(owner), above the default" }
    if others.allSatisfy({ $0.priority ?? 0 < won.priority ?? 0 }) {
      return "the scene\(owner): its artwork has the highest priority, \(won.priority ?? 0)"
    }
    return device.merge == .htp
      ? "the scene\(owner): of one priority the highest takes precedence (HTP)"
      : "the scene\(owner): of one priority the latest takes precedence (LTP)"
  }

  /// The answer as people read it.
  func lines(on terminal: Terminal, now: WallInstant) -> [String] {
    let then = hall.wall.map { hall.clock.dayAndTime($0) } ?? "show time \(hall.sequencer.state.now)"
    let merge = device.merge == .htp ? "HTP" : "LTP"
    var lines = ["\(device.id) as of \(then), entry \(hall.lastSeq) (\(device.kind.rawValue), \(merge))"]
    for property in properties {
      let value = property.won?.value.description ?? "without a value"
      let head = "\(property.path) is \(value): \(reason(of: property))"
      lines += ["", Style.heading.applied(to: printable(head), on: terminal)]
      var table = Table(["", "layer", "value", "whose", "priority", "since"])
      for wish in property.wishes {
        let since = hall.sequencer.state.clock.wall(at: wish.since).map { hall.clock.dayAndTime($0) }
        table.add([
          .init(wish.won ? "→" : ""), .init(wish.layer.rawValue, wish.won ? .good : .plain),
          .init(wish.value.description + (wish.isReleased ? ", fading out" : "")), .init(wish.owner ?? ""),
          .init(wish.priority.map { "\($0)" } ?? ""), .init(wish.layer == .default ? "" : since ?? ""),
        ])
      }
      lines += table.lines(on: terminal, indent: 2)
      let told = hall.sequencer.state.devices[device.id]?.desired.properties[property.path.property]?.to.description
      for restraint in property.restraints {
        lines.append(Style.warning.applied(to: printable("  held back: \(restraint.sentence)"), on: terminal))
      }
      if property.restraints.isEmpty == false, let told { lines.append("  it is told \(told)") }
    }
    return lines
  }

  /// The answer as scripts read it.
  var json: JSON {
    .object([
      "device": .text(device.id.text), "at": .instant(hall.wall), "seq": .optional(hall.lastSeq),
      "merge": .text(device.merge.rawValue),
      "properties": .list(
        properties.map { property in
          .object([
            "property": .text(property.path.description), "value": .optional(property.won?.value.description),
            "layer": .optional(property.won?.layer.rawValue), "reason": .text(reason(of: property)),
            "wishes": .list(property.wishes.map { json($0) }),
            "restraints": .list(property.restraints.map { .text($0.sentence) }),
          ])
        }),
    ])
  }

  private func json(_ wish: LayerWish) -> JSON {
    .object([
      "layer": .text(wish.layer.rawValue), "value": .text(wish.value.description), "by": .optional(wish.owner),
      "priority": .optional(wish.priority),
      "since": wish.layer == .default ? nil : .instant(hall.sequencer.state.clock.wall(at: wish.since)),
      "fading_out": wish.isReleased ? .flag(true) : nil, "won": .flag(wish.won),
    ])
  }
}
