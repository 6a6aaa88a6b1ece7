import Show

/// The daemon's answer, as it came.
struct HallReply: Hashable, Sendable {
  /// The text of the answer.
  let text: String
  /// Whether the command was done.
  let isDone: Bool
  /// What came of it, for a person.
  let effect: String?
  /// Why it was refused, with the way out, for a person.
  let refusal: String?

  /// Reads an answer.
  ///
  /// - Parameters:
  ///   - payload: the message.
  ///   - id: the command's id.
  /// - Returns: nothing if it is not an answer to that command.
  init?(_ payload: [UInt8], to id: String) {
    guard let json = JSON(parsing: payload), let isDone = json["ok"]?.flag else { return nil }
    // A command whose id could not be read is answered with an empty one.
    guard let answered = json["id"]?.text, answered == id || answered.isEmpty else { return nil }
    self.isDone = isDone
    text = String(decoding: payload, as: UTF8.self)
    if isDone {
      let isUnjournalled = json["seq"]?.whole == nil
      let remark = isUnjournalled ? " (not journalled: the journal is degraded)" : ""
      effect = printable(json["effect"]?.text ?? "done") + remark
      refusal = nil
    } else {
      let code = json["error"]?["code"]?.text
      let message = json["error"]?["message"]?.text ?? "no reason given"
      let hint = json["error"]?["hint"]?.text.map { " — \($0)" } ?? ""
      effect = nil
      refusal = printable("refused: \(message)\(hint)" + (code.map { " (\($0))" } ?? ""))
    }
  }
}
