import Show

/// The topics of a hall, as far as the desk uses them (contract, "Topics").
struct HallTopics: Hashable, Sendable {
  /// The base, for example `hall/7.1`.
  let base: String
  /// The operator.
  let user: OperatorName

  var controller: String { "\(base)/controller" }
  var hallState: String { "\(base)/state" }
  var event: String { "\(base)/event" }
  var command: String { "\(base)/operator/\(user)/command" }

  /// Where answers to one client of this operator go.
  func reply(client: String) -> String { "\(base)/operator/\(user)/reply/\(client)" }

  /// All that `status` shows.
  var statusFilters: [String] {
    [controller, hallState, "\(base)/artwork/+/state"]
      + ["desired", "actual", "availability"].map { "\(base)/device/+/\($0)" }
  }

  /// The programme's entries that came by message.
  var schedule: String { "\(base)/schedule/+" }

  /// The levels of a topic below the base; nothing if it is another hall's.
  func levels(of topic: String) -> [Substring]? {
    guard topic.hasPrefix(base + "/") else { return nil }
    return topic.dropFirst(base.count + 1).split(separator: "/", omittingEmptySubsequences: false)
  }
}
