/// What a sleeper told after an awakening. Its text is meant for a curator and the screen alone: printing or dumping a
/// report shows its length and no word of it.
public struct DreamReport: Sendable, Hashable {
  /// How much was remembered.
  public enum Recall: String, Sendable, Hashable, CaseIterable {
    /// A dream with content.
    case full
    /// A piece of one, or a feeling.
    case fragment
    /// Dreamt, but nothing is left of it.
    case white
    /// Nothing.
    case none
  }

  /// What a curator said of showing its words.
  public enum Approval: UInt8, Sendable, Hashable, CaseIterable {
    /// Nothing yet: its words are shown to nobody.
    case undecided = 0
    /// Its words may be shown and spoken.
    case approved = 1
    /// They may not.
    case refused = 2
  }

  /// The awakening, in seconds from the recording's first sample; nil where the file gives no time that can be laid on
  /// the recording.
  public var awakeningSeconds: Double?
  /// The stage before it, as the file says; nil where it says none.
  public var stageBefore: Stage?
  /// How much was remembered; nil where the file does not say.
  public var recall: Recall?
  /// The language as a tag of BCP 47: `en`, `fr`; nil where the file gives none.
  public var language: String?
  /// The words.
  public var text: String
  /// Whether they may be shown.
  public var approval: Approval

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - awakeningSeconds: from the recording's first sample.
  ///   - stageBefore: the stage before the awakening.
  ///   - recall: how much was remembered.
  ///   - language: a tag of BCP 47.
  ///   - text: the words.
  ///   - approval: whether they may be shown.
  public init(
    awakeningSeconds: Double?, stageBefore: Stage? = nil, recall: Recall? = nil, language: String? = nil, text: String,
    approval: Approval = .undecided
  ) {
    self.awakeningSeconds = awakeningSeconds
    self.stageBefore = stageBefore
    self.recall = recall
    self.language = language
    self.text = text
    self.approval = approval
  }
}

extension DreamReport {
  /// Whether there are words that may be shown.
  public var isShown: Bool { approval == .approved && text.contains { !$0.isWhitespace } }
}

extension DreamReport: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The time and the length, no word of the text.
  public var description: String {
    let time = awakeningSeconds.map { "\($0) s" } ?? "an unknown time"
    return "a report of \(text.count) characters after the awakening at \(time)"
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Shows nothing of the text to dumps either.
  public var customMirror: Mirror { Mirror(self, children: ["characters": text.count]) }
}
