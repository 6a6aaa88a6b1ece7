/// Cues that belong together: a cue of a scene whose members stand behind it in the scene's list.
public struct CueGroup: Hashable, Sendable, Codable {
  /// In what order its members run.
  public var order: GroupOrder
  /// Its name, by which `release` lets its loop go; unique in the scene.
  public var name: GroupName?
  /// How it repeats itself; once where there is none.
  public var loop: CueLoop?

  /// A group of cues.
  public init(_ order: GroupOrder, name: GroupName? = nil, loop: CueLoop? = nil) {
    (self.order, self.name, self.loop) = (order, name, loop)
  }
}

/// In what order the members of a group run.
public enum GroupOrder: Hashable, Sendable, Codable {
  /// All from its start, each after its own wait; it ends when the last has ended.
  case together
  /// One after the other, each from the end of the one before and after its own wait.
  case inOrder
  /// One of them, chosen at each start and in each round.
  case oneOf(DrawOrder)
}

/// How a group repeats itself.
public struct CueLoop: Hashable, Sendable, Codable {
  /// How many rounds, 1 to 100 000; without end where there is none.
  public var times: Int?
  /// Lets it go at the end of the round in which it holds.
  public var until: Condition
  /// The text of `until`, for `why`; empty where there is none.
  public var untilText: String

  /// A loop of so many rounds, or without end, and what lets it go before.
  public init(times: Int? = nil, until: Condition = .constant(false), untilText: String = "") {
    (self.times, self.until, self.untilText) = (times, until, untilText)
  }
}

extension Scene {
  /// For each cue the cue before it in its own list: in the scene, or in the group it belongs to.
  public var siblingsBefore: [Int?] {
    guard cues.contains(where: { $0.group != nil }) else { return cues.indices.map { $0 > 0 ? $0 - 1 : nil } }
    var last: [Int?: Int] = [:]
    return cues.indices.map { place in last.updateValue(place, forKey: cues[place].group) }
  }

  /// The places of the members of a group, in their order; those of the scene's own list for `nil`.
  public func members(of group: Int?) -> [Int] { cues.indices.filter { cues[$0].group == group } }

  /// The group that a cue is, if it is one.
  public func group(at place: Int) -> CueGroup? {
    if case .group(let group) = cues[place].action { group } else { nil }
  }

  /// The place of a group by its name.
  public func group(named name: GroupName) -> Int? {
    cues.indices.first { group(at: $0)?.name == name }
  }
}
