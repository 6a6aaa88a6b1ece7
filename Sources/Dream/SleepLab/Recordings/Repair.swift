/// A fault of a recording that was put right, or a thing that its user must know; each is said once.
public struct Repair: Sendable, Hashable {
  /// What sort of fault, in lower-case words joined by hyphens: `record-count`.
  public var code: String
  /// What was found and what was done, in plain words, never with a person's or a file's name.
  public var text: String

  init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
  }
}
