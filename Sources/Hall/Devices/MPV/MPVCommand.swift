import Foundation
import Show

/// A command of mpv's JSON IPC, one object on a line (mpv manual, "JSON IPC").
struct MPVCommand: Encodable, Hashable, Sendable {
  /// The words of the command.
  var command: [Value]
  /// What its answer is known by.
  var request: Int

  private enum CodingKeys: String, CodingKey {
    case command
    case request = "request_id"
  }

  init(_ words: [Value], request: Int = 0) { (command, self.request) = (words, request) }

  static func set(_ property: String, _ value: Value) -> MPVCommand {
    MPVCommand([.text("set_property"), .text(property), value])
  }
  static func ask(_ property: String, request: Int) -> MPVCommand {
    MPVCommand([.text("get_property"), .text(property)], request: request)
  }
  static func observe(_ property: String, as number: Int) -> MPVCommand {
    MPVCommand([.text("observe_property"), .number(Double(number)), .text(property)])
  }
  static func seek(toSeconds position: Double) -> MPVCommand {
    MPVCommand([.text("seek"), .number(position), .text("absolute+exact")])
  }
  static func load(_ path: String, request: Int) -> MPVCommand {
    MPVCommand([.text("loadfile"), .text(path), .text("replace")], request: request)
  }

  /// The line with its end.
  var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Words are texts, flags and finite numbers: there is nothing that JSON cannot say.
    guard let line = try? encoder.encode(self) else { return [] }
    return Array(line) + [0x0a]
  }
}

/// A line of mpv's: an event, or the answer to a request.
struct MPVMessage: Decodable, Hashable, Sendable {
  /// The event's name; none in an answer.
  var event: String?
  /// The name of a property that changed.
  var name: String?
  /// The value of a property; none where it has none now.
  var value: Value?
  /// The request that is answered.
  var request: Int?
  /// `success`, or why not.
  var error: String?
  /// Why a file ended: `eof`, `stop`, `error` …
  var reason: String?
  /// What is wrong with a file.
  var fileError: String?
  /// The entry of the playlist that an event is about.
  var entry: Int?

  private enum CodingKeys: String, CodingKey {
    case event, name, error, reason
    case value = "data"
    case request = "request_id"
    case fileError = "file_error"
    case entry = "playlist_entry_id"
  }

  /// Reads an object of mpv's; what it says beside these fields does not matter.
  init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    event = try object.decodeIfPresent(String.self, forKey: .event)
    name = try object.decodeIfPresent(String.self, forKey: .name)
    value = try? object.decodeIfPresent(Value.self, forKey: .value)
    request = try object.decodeIfPresent(Int.self, forKey: .request)
    error = try object.decodeIfPresent(String.self, forKey: .error)
    reason = try object.decodeIfPresent(String.self, forKey: .reason)
    fileError = try object.decodeIfPresent(String.self, forKey: .fileError)
    entry = try object.decodeIfPresent(Int.self, forKey: .entry)
    if entry == nil, let loaded = try? object.decodeIfPresent([String: Int].self, forKey: .value) {
      entry = loaded["playlist_entry_id"]
    }
  }

  /// Reads a line; nothing where it is no message.
  init?(line: String) {
    guard let message = try? JSONDecoder().decode(MPVMessage.self, from: Data(line.utf8)) else { return nil }
    self = message
  }
}
