import MQTTLink
import Show

/// A command that was sent, and what is known of it since.
final class SentCommand {
  /// Why it must never take effect.
  enum Never: String { case retained, expired, faulty, forbidden }

  let name: String
  let id: String
  let message: MQTTPublication
  /// What it asks for.
  let word: String
  /// Why it must not take effect, if so.
  let never: Never?
  /// After which wall time it must not take effect.
  let expiry: WallInstant?
  /// Whether what it asks for ends by itself.
  let lasts: Bool
  let sentAt: BootInstant
  var tries = 0
  /// The answer that stands.
  var reply: JSONValue?
  var replyText = ""
  /// Whether it was answered without a number, while the journal was degraded.
  var wasLoose = false

  init(
    _ name: String, id: String, _ message: MQTTPublication, word: String, never: Never? = nil,
    expiry: WallInstant? = nil, lasts: Bool = true, sentAt: BootInstant
  ) {
    (self.name, self.id, self.message, self.word) = (name, id, message, word)
    (self.never, self.expiry, self.lasts, self.sentAt) = (never, expiry, lasts, sentAt)
  }

  var key: String { "\(name)/\(id)" }
}
