import Show
import ShowFiles
import Testing

/// A text with a fault at the place that `‸` marks, and how the fault's message begins.
struct Marked: CustomTestStringConvertible, Sendable {
  static let mark: Character = "‸"

  let text: String
  let message: String
  let hint: String

  init(_ text: String, _ message: String, hint: String = "") {
    (self.text, self.message, self.hint) = (text, message, hint)
  }

  var testDescription: String { "\(message): \(text.suffix(60))" }
}

/// What a show of a text gives, and the place that was marked in it.
struct MarkedShow {
  var loaded: LoadedShow
  var line = 1
  var column = 1

  /// Reads a show of files, one of which may have a mark.
  init(hall: String = Texts.hall, artwork: String? = Texts.artwork) {
    var files: [ShowFile] = []
    for (path, text) in [("hall.yaml", hall), ("piece.yaml", artwork ?? "")] where path == "hall.yaml" || artwork != nil
    {
      if let mark = text.firstIndex(of: Marked.mark) {
        let before = text[..<mark].split(separator: "\n", omittingEmptySubsequences: false)
        line = before.count
        column = (before.last?.unicodeScalars.count ?? 0) + 1
      }
      files.append(ShowFile(path: path, text: text.filter { $0 != Marked.mark }))
    }
    loaded = ShowReader.read(files: files)
  }

  /// Expects one fault alone, at the mark.
  func expect(
    _ marked: Marked, file: String, severity: Fault.Severity = .fault, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(loaded.faults.count == 1, "\(loaded.faults)", sourceLocation: sourceLocation)
    guard let fault = loaded.faults.first else { return }
    #expect(
      "\(fault.file):\(fault.line):\(fault.column)" == "\(file):\(line):\(column)", "\(fault)",
      sourceLocation: sourceLocation)
    #expect(fault.message.hasPrefix(marked.message), "\(fault)", sourceLocation: sourceLocation)
    #expect(fault.hint.contains(marked.hint), "\(fault)", sourceLocation: sourceLocation)
    #expect(fault.hint.isEmpty == false, sourceLocation: sourceLocation)
    #expect(fault.severity == severity, sourceLocation: sourceLocation)
  }
}

/// Small texts without faults, into which tests put theirs.
enum Texts {
  static let hall = """
    regie: 1
    hall: h
    topics: hall/h
    timezone: Europe/Paris
    artworks: [piece]
    sensors:
      near: { kind: presence }
      crowd: { kind: count, range: 0..60 }
      door: { kind: choice, values: [open, shut] }
      heat: { kind: measure }
    devices:
      wash: { kind: light }
      screen: { kind: screen }
      voice: { kind: player }
      beam: { kind: projector }
      fan: { kind: switch }
    modes: { cleaning: { like: open } }
    conditions: { late: time >= 17:30 }

    """

  static let artwork = """
    regie: 1
    artwork: piece
    start: one
    closed: one
    inputs: { visitor: near }
    scenes:
      one: {}
      two: {}

    """

  /// The artwork with a cue in a scene of its own.
  static func cue(_ text: String) -> String { artwork + "  three:\n    cues:\n      - \(text)\n" }
  /// The artwork with a trigger in a scene of its own.
  static func trigger(_ text: String) -> String { artwork + "  three:\n    triggers:\n      - \(text)\n" }
  /// The artwork with a trigger that has a condition.
  static func when(_ text: String) -> String { trigger("{ trigger: near is true, when: \"\(text)\", go: two }") }
}
