/// What a sleeper told after an awakening.
///
/// The text leaves the night only as words that a curator approved; printing a report, also in a debugger's or a test's
/// output, never shows it.
public struct DreamReport: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
  /// How much was remembered.
  public enum Recall: UInt8, CaseIterable, Sendable, Hashable {
    /// Nothing.
    case none = 0
    /// A feeling or a picture, without a course.
    case fragment = 1
    /// A dream with a course.
    case full = 2

    /// The wording of tables: `none`, `fragment` or `full`.
    public var wording: String {
      switch self {
      case .none: "none"
      case .fragment: "fragment"
      case .full: "full"
      }
    }
  }

  /// When the sleeper was woken, in seconds from the night's beginning.
  public var awakeningSeconds: Double
  /// The stage before the awakening as the file of reports has it, `unknown` where it has none.
  public var stageBefore: Stage
  /// How much was remembered.
  public var recall: Recall
  /// The language's tag, `en`; empty where it is not known.
  public var language: String
  /// The words.
  public var text: String

  /// The longest text in bytes of UTF-8.
  public static let mostTextBytes = 65_536

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - awakeningSeconds: from the night's beginning.
  ///   - stageBefore: the stage before, or `unknown`.
  ///   - recall: how much was remembered.
  ///   - language: the language's tag, or empty.
  ///   - text: the words.
  public init(awakeningSeconds: Double, stageBefore: Stage, recall: Recall, language: String, text: String) {
    self.awakeningSeconds = awakeningSeconds
    self.stageBefore = stageBefore
    self.recall = recall
    self.language = language
    self.text = text
  }

  /// When and how much, never the words.
  public var description: String { "dream report at \(awakeningSeconds) s (\(recall.wording))" }
  /// When and how much, never the words.
  public var debugDescription: String { description }
  /// Nothing that a dump could show.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
