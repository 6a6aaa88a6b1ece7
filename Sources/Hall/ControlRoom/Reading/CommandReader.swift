import Sequencer
import Show

/// Reads what a command asks for: its word, the fields that the word needs, and the common ones (contract, "Commands").
///
/// Whether artworks, scenes and devices of those names exist is for the sequencer to say, which knows the show.
struct CommandReader {
  /// What every command may have.
  static let commonFields: Set<String> = ["id", "do", "expires", "for", "until", "note"]
  /// What each word needs beside; fields with `?` may be left out.
  static let fieldsOfWords: [String: [String]] = [
    "ping": [], "go": ["artwork", "scene?"], "next": ["artwork"], "back": ["artwork"], "restart": ["artwork"],
    "skip": ["artwork"], "hold": ["artwork"], "resume": ["artwork"], "stop": ["artwork", "how?"],
    "mode": ["artwork", "mode"], "blackout": ["on"], "grand-master": ["value"], "hall": ["to"],
    "release": ["device?", "property?", "alarm?"], "override": ["device", "property", "value"],
    "arm": ["artwork", "trigger"], "disarm": ["artwork", "trigger"], "sense": ["sensor", "value"], "reload": [],
    "rollback": [],
  ]

  private let envelope: CommandEnvelope
  private var fields: [String: JSONValue] { envelope.fields }

  /// A reader of one command.
  init(_ envelope: CommandEnvelope) { self.envelope = envelope }

  /// Reads the command.
  ///
  /// - Parameter name: who sent it.
  /// - Throws: the first refusal.
  func command(by name: OperatorName) throws(Refusal) -> Command {
    let word = try text("do")
    guard let wanted = Self.fieldsOfWords[word] else {
      let near = nearest(to: word, among: Self.fieldsOfWords.keys.sorted())
      throw Refusal(
        .unknownCommand, "there is no command \"\(word.prefix(64))\"",
        hint: near.map { "did you mean \($0)?" } ?? "see the contract's list of commands")
    }
    try checkNames(wanted: wanted, word: word)
    let act = try act(word)
    let end = try end(of: act)
    return Command(id: envelope.id, by: name, act: act, end: end, note: try note())
  }

  private func checkNames(wanted: [String], word: String) throws(Refusal) {
    let known = Self.commonFields.union(wanted.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 })
    for name in fields.keys.sorted() where !known.contains(name) {
      let near = nearest(to: name, among: known.sorted())
      throw Refusal(
        .unknownField, "`\(word)` has no field \"\(name.prefix(64))\"", hint: near.map { "did you mean \($0)?" })
    }
    for name in wanted where !name.hasSuffix("?") && fields[name] == nil {
      throw Refusal(.missingField, "`\(word)` needs the field `\(name)`")
    }
  }

  private func act(_ word: String) throws(Refusal) -> CommandAct {
    switch word {
    case "ping": return .ping
    case "go": return .go(try name("artwork"), fields["scene"] == nil ? nil : try name("scene"))
    case "next": return .next(try name("artwork"))
    case "back": return .back(try name("artwork"))
    case "restart": return .restart(try name("artwork"))
    case "skip": return .skip(try name("artwork"))
    case "hold": return .hold(try name("artwork"))
    case "resume": return .resume(try name("artwork"))
    case "stop": return .stop(try name("artwork"), fields["how"] == nil ? .graceful : try choice("how"))
    case "mode": return .mode(try name("artwork"), try mode())
    case "blackout": return .blackout(on: try flag("on"))
    case "grand-master": return .grandMaster(try part("value"))
    case "hall": return .hall(HallRequest(try wellFormed("to")))
    case "release": return try release()
    case "override": return .override(try path(), try scalar("value"))
    case "arm", "disarm": return .arm(try name("artwork"), TriggerID(try trigger()), word == "arm")
    case "sense": return .sense(try name("sensor"), try scalar("value"))
    case "reload": return .reload
    default: return .rollback
    }
  }

  private func release() throws(Refusal) -> CommandAct {
    guard fields["alarm"] != nil else { return .release(try path()) }
    guard fields["device"] == nil, fields["property"] == nil, try flag("alarm") else {
      throw Refusal(.badField, "`release` takes `device` and `property`, or `alarm`: true")
    }
    return .releaseAlarm
  }

  private func mode() throws(Refusal) -> ArtworkMode {
    let mode: ArtworkMode = try choice("mode")
    guard mode != .stopped else {
      throw Refusal(.badField, "`mode` takes auto, manual or out-of-order", hint: "use the command `stop`")
    }
    return mode
  }

  private func path() throws(Refusal) -> PropertyPath {
    let device: DeviceID = try name("device")
    let text = try text("property")
    // Whether the device has it is for the show to say: a box has properties of its own.
    guard let property = PropertyName(rawValue: text) else {
      let near = nearest(to: text, among: PropertyName.ofKinds.map(\.rawValue).sorted())
      throw Refusal(
        .unknownProperty, "there is no property \"\(text.prefix(64))\"", hint: near.map { "did you mean \($0)?" })
    }
    return PropertyPath(device, property)
  }

  private func end(of act: CommandAct) throws(Refusal) -> CommandEnd? {
    let end: CommandEnd
    switch (fields["for"], fields["until"]) {
    case (nil, nil): return nil
    case (.some, .some): throw Refusal(.badField, "`for` and `until` exclude each other", hint: "give one of them")
    case (.some(let value), nil):
      guard let text = value.text, let span = TimeSpan(text), span > .zero else {
        throw Refusal(.badField, "`for` is no duration", hint: "write it as 20m or 1h30m, at most 400d")
      }
      end = .after(span)
    case (nil, .some(.text("next-opening"))): end = .nextOpening
    case (nil, .some(let value)):
      guard let text = value.text, let instant = WallInstant(rfc3339: text) else {
        throw Refusal(
          .badField, "`until` is no instant", hint: "write it as 2025-06-10T18:00:00+02:00, or \"next-opening\"")
      }
      end = .until(instant)
    }
    guard act.mayEnd else {
      throw Refusal(.badField, "`\(act.word)` does not last, so `for` and `until` mean nothing with it")
    }
    return end
  }

  private func note() throws(Refusal) -> String? {
    guard fields["note"] != nil else { return nil }
    let note = try text("note")
    guard note.count <= 280 else {
      throw Refusal(.badField, "the note has \(note.count) characters", hint: "at most 280 are kept")
    }
    return note
  }

  // MARK: Fields by type

  private func text(_ field: String) throws(Refusal) -> String {
    guard let value = fields[field] else { throw Refusal(.missingField, "the field `\(field)` is missing") }
    guard let text = value.text else { throw Refusal(.badField, "`\(field)` is not a text") }
    return text
  }

  private func wellFormed(_ field: String) throws(Refusal) -> String {
    let text = try text(field)
    guard Name<Named.Artwork>.isWellFormed(text) else {
      throw Refusal(.badField, "`\(field)` is no name", hint: "names are 1 to 64 of A-Z a-z 0-9 . _ -")
    }
    return text
  }

  private func name<Kind>(_ field: String) throws(Refusal) -> Name<Kind> { Name(try wellFormed(field)) }

  /// A trigger's own name, or `SCENE/NUMBER`.
  private func trigger() throws(Refusal) -> String {
    let text = try text("trigger")
    guard !text.isEmpty, text.utf8.count <= 130,
      text.split(separator: "/", omittingEmptySubsequences: false).count <= 2,
      text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy({
        Name<Named.Trigger>.isWellFormed(String($0))
      })
    else { throw Refusal(.badField, "`trigger` is no trigger's name", hint: "give its `name:`, or SCENE/NUMBER") }
    return text
  }

  private func flag(_ field: String) throws(Refusal) -> Bool {
    guard case .flag(let flag)? = fields[field] else { throw Refusal(.badField, "`\(field)` is not true or false") }
    return flag
  }

  private func part(_ field: String) throws(Refusal) -> Double {
    guard let number = fields[field]?.scalar?.number, (0...1).contains(number) else {
      throw Refusal(.badField, "`\(field)` is not a number from 0 to 1")
    }
    return number
  }

  private func scalar(_ field: String) throws(Refusal) -> Value {
    guard let value = fields[field]?.scalar else {
      throw Refusal(.badField, "`\(field)` is not a text, a number, true or false")
    }
    return value
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ field: String
  ) throws(Refusal) -> Choice where Choice.RawValue == String {
    let text = try text(field)
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.badField, "`\(field)` is not \"\(text.prefix(64))\"", hint: "it is one of \(words)")
    }
    return choice
  }
}
