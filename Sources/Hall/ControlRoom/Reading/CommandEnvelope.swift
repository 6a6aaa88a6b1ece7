import Crypto
import Show

/// A command's payload as far as everything about it but its meaning: an object with a usable id.
struct CommandEnvelope: Hashable, Sendable {
  /// The largest payload that is taken, in bytes.
  static let largestBytes = 64 << 10

  /// Its id.
  let id: String
  /// What it says, field by field.
  let fields: [String: JSONValue]
  /// The same for every spelling of the same object: tells a repeated command from a reused id.
  let bodyHash: String

  /// Reads a payload.
  ///
  /// - Throws: the refusal, with the id that could be read.
  init(_ payload: [UInt8]) throws(Refused) {
    guard payload.count <= Self.largestBytes else {
      throw Refused("", Refusal(.tooLarge, "the command has \(payload.count) bytes", hint: "at most 65536 are taken"))
    }
    let value: JSONValue
    do throws(JSONValue.Fault) { value = try JSONValue(strict: payload) } catch { throw Refused("", Refusal(error)) }
    guard case .object(let fields) = value else {
      throw Refused("", Refusal(.notObject, "the command is not a JSON object", hint: #"send {"id":…, "do":…}"#))
    }
    self.fields = fields
    guard let given = fields["id"] else {
      throw Refused("", Refusal(.missingField, "the command has no `id`", hint: "give each command an id of its own"))
    }
    guard let id = given.text, Self.isUsable(id) else {
      throw Refused("", Refusal(.badID, "the id is not usable", hint: "use 1 to 64 of A-Z a-z 0-9 . _ -"))
    }
    self.id = id
    bodyHash = SHA256.hash(data: Array(value.canonical.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// A refusal and the id of the command that it answers.
  struct Refused: Error, Hashable {
    var id: String
    var refusal: Refusal
    init(_ id: String, _ refusal: Refusal) { (self.id, self.refusal) = (id, refusal) }
  }

  private static func isUsable(_ id: String) -> Bool {
    id == "." || id == ".." || Name<Named.Operator>.isWellFormed(id)
  }

  /// The instant after which it is not to be done, if it names one.
  ///
  /// - Throws: a refusal if that is no instant.
  func expiry() throws(Refusal) -> WallInstant? {
    guard let value = fields["expires"] else { return nil }
    guard let text = value.text, let instant = WallInstant(rfc3339: text) else {
      throw Refusal(.badField, "`expires` is no instant", hint: "write it as 2025-06-10T09:31:00Z")
    }
    return instant
  }
}

extension Refusal {
  init(_ fault: JSONValue.Fault) {
    let code: Code =
      switch fault {
      case .notUTF8: .notUTF8
      case .notJSON: .notJSON
      case .tooDeep: .tooDeep
      case .notFinite: .notFinite
      case .repeatedField: .repeatedField
      }
    self.init(code, fault.description)
  }
}
