import Sequencer
import Show

/// A field that is not the same on two sides, by its path: `body.values.presence`, `artworks.onirica.run.triggers[0]`.
struct FieldDifference: Hashable, Sendable {
  /// Where it stands.
  var path: String
  /// What the journal has; nothing if it has no such field.
  var recorded: JSON?
  /// What the replay gives; nothing if it gives no such field.
  var replayed: JSON?

  /// The fields that differ, in the order of their paths; whole where only one side has them.
  static func between(_ recorded: JSON?, _ replayed: JSON?, at path: String = "") -> [FieldDifference] {
    guard recorded != replayed else { return [] }
    switch (recorded, replayed) {
    case (.object(let left)?, .object(let right)?):
      let names = Set(left.map(\.name)).union(right.map(\.name)).sorted()
      return names.flatMap { name in
        between(recorded?[name], replayed?[name], at: path.isEmpty ? name : "\(path).\(name)")
      }
    case (.list(let left)?, .list(let right)?):
      return (0..<max(left.count, right.count)).flatMap { place in
        between(
          place < left.count ? left[place] : nil, place < right.count ? right[place] : nil, at: "\(path)[\(place)]")
      }
    default: return [FieldDifference(path: path, recorded: recorded, replayed: replayed)]
    }
  }
}

extension JournalRow {
  /// The row as JSON, its body by its fields.
  var json: JSON {
    .object([
      "seq": .number(Double(seq)), "role": .text(role.rawValue), "kind": .text(kind), "artwork": .optional(artwork),
      "subject": .optional(subject), "at_ms": .number(Double(at.milliseconds)),
      "body": JSON(parsing: body.utf8) ?? .text(body),
    ])
  }
}
