import Show

/// What is heard of the lighting network, for people and for scripts.
struct UniverseText {
  let board: UniverseBoard
  let names: LightNames
  /// When, by the board's clock.
  let now: Int64

  /// A level as a bar of eighths, ten columns wide.
  static func bar(_ level: Double) -> String {
    let eighths = Int((max(0, min(1, level)) * 80).rounded())
    let blocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let text = String(repeating: "█", count: eighths / 8) + blocks[eighths % 8]
    return text + String(repeating: "·", count: max(0, 10 - text.count))
  }

  /// The universes as a monitor shows them.
  func lines(on terminal: Terminal) -> [String] {
    guard board.lines.isEmpty == false else {
      return ["nothing is heard yet: no levels of sACN or Art-Net came in (look at --interface and --universe)"]
    }
    var lines: [String] = []
    for (key, line) in board.lines.sorted(by: { $0.key < $1.key }) {
      if lines.isEmpty == false { lines.append("") }
      lines.append(head(key, line, on: terminal))
      lines += body(key, line, on: terminal)
    }
    return lines
  }

  private func head(_ key: UniverseBoard.Key, _ line: UniverseBoard.Line, on terminal: Terminal) -> String {
    let title = Style.heading.applied(to: "universe \(key.universe)", on: terminal)
    var parts = ["\(key.lineProtocol.rawValue) from \(printable(line.name))"]
    if line.name != line.address { parts.append(line.address) }
    if let priority = line.priority { parts.append("priority \(priority)") }
    parts.append("\(line.rateHz(at: now)) frames/s")
    if line.lost > 0 { parts.append("\(line.lost) lost") }
    var text = title + "  " + parts.joined(separator: " · ")
    if line.hasEnded {
      text += "  " + Style.warning.applied(to: "has ended", on: terminal)
    } else if line.isAlive(at: now) == false {
      text += "  " + Style.bad.applied(to: "silent for \((now - line.heardAt) / 1000) s", on: terminal)
    } else if board.isFed(by: key, at: now) == false {
      text += "  " + Style.warning.applied(to: "another source has a higher priority", on: terminal)
    }
    return text
  }

  private func body(_ key: UniverseBoard.Key, _ line: UniverseBoard.Line, on terminal: Terminal) -> [String] {
    var table = Table(["slot", "", "", "", ""])
    var named: Set<Int> = []
    for place in names.places[key.universe] ?? [] {
      for slot in place.slots {
        named.insert(slot)
        add(slot, place.name, place.channels[slot - place.slots.lowerBound] ?? "", line, to: &table)
      }
    }
    for slot in 1...512 where named.contains(slot) == false && (line.level(slot) ?? 0) > 0 {
      add(slot, "", "", line, to: &table)
    }
    return table.isEmpty ? ["  dark"] : table.lines(on: terminal, indent: 2)
  }

  private func add(
    _ slot: Int, _ name: String, _ channel: String, _ line: UniverseBoard.Line, to table: inout Table
  ) {
    guard let level = line.level(slot) else { return }
    let part = Double(level) / 255
    table.add([
      .init("\(slot)", .faint), .init(name), .init(channel, .faint), .init(Self.bar(part), level > 0 ? .plain : .faint),
      .init("\(level)"),
    ])
  }

  /// The universes as scripts read them.
  var json: JSON {
    .list(
      board.lines.sorted { $0.key < $1.key }.map { key, line in
        .object([
          "universe": .number(Double(key.universe)), "protocol": .text(key.lineProtocol.rawValue),
          "source": .text(line.name), "address": .text(line.address), "priority": .optional(line.priority),
          "frames_per_second": .number(Double(line.rateHz(at: now))), "lost": .number(Double(line.lost)),
          "ended": .flag(line.hasEnded), "silent": .flag(line.isAlive(at: now) == false),
          "feeds": .flag(board.isFed(by: key, at: now)),
          "slots": .list(line.slots.map { .number(Double($0)) }),
          "lights": .object(
            (names.places[key.universe] ?? []).map { place in
              JSON.Member(
                name: place.name, value: .list(place.slots.map { .number(Double(line.level($0) ?? 0)) }))
            }),
        ])
      })
  }
}

extension UniverseBoard.Line {
  /// The value of a slot, numbered from 1; nothing where the source sends fewer.
  fileprivate func level(_ slot: Int) -> UInt8? { slots.indices.contains(slot - 1) ? slots[slot - 1] : nil }
}
