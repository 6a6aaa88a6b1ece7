import ArgumentParser
import SleepLab

/// `reverie events`: the events of a prepared night.
public struct EventsCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Print the events of a prepared night.")

  @Argument(help: "The .night file.")
  var night: String

  @Option(help: "spindle, slow-wave, k-complex or rem; without it all kinds.", transform: EventsCommand.kind)
  var kind: SleepEvent.Kind?

  @Option(help: "The method that found them: regie, or yasa for YASA's definitions.", transform: EventsCommand.method)
  var method: EventMethod = .regie

  @Flag(help: "Print comma-separated values (also without any flag).")
  var csv = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses two forms at once.
  public func validate() throws {
    if csv && json { throw ValidationError("give --csv or --json, not both") }
  }

  /// Prints the events; throws a fault with the contract's exit code.
  public func run() throws {
    let opened = try LabFault.guarded { () throws(NightFileError) in try NightFile.read(path: night) }
    let table = EventsTable(opened.events(by: method).filter { kind == nil || $0.kind == kind }, naming: kind == nil)
    print(json ? table.json.written() : table.csv)
  }

  private static func method(_ wording: String) throws -> EventMethod {
    guard let method = EventMethod(wording: wording) else {
      throw ValidationError("'\(wording)' is no method: give regie or yasa")
    }
    return method
  }

  private static func kind(_ wording: String) throws -> SleepEvent.Kind {
    guard let kind = SleepEvent.Kind(wording: wording) else {
      throw ValidationError("'\(wording)' is no kind of event: give spindle, slow-wave, k-complex or rem")
    }
    return kind
  }
}

/// Events as tables.
struct EventsTable {
  private let events: [SleepEvent]
  private let isNaming: Bool
  private static let columns = ["onset_s", "duration_s", "amplitude_uv", "frequency_hz"]

  /// Takes events.
  ///
  /// - Parameters:
  ///   - events: by onset.
  ///   - naming: whether each row says its kind, because there are several.
  init(_ events: [SleepEvent], naming: Bool) {
    self.events = events
    isNaming = naming
  }

  var csv: String {
    var lines = [((isNaming ? ["kind"] : []) + EventsTable.columns).joined(separator: ",")]
    for event in events {
      let cells = [
        PlainNumber.fixed(event.onsetSeconds, decimals: 3), PlainNumber.fixed(event.durationSeconds, decimals: 3),
        PlainNumber.fixed(Double(event.amplitudeMicrovolts), decimals: 2),
        event.frequencyHz.map { PlainNumber.fixed(Double($0), decimals: 3) } ?? "",
      ]
      lines.append(((isNaming ? [event.kind.wording] : []) + cells).joined(separator: ","))
    }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    .list(
      events.map { event in
        let values: [JSONValue] = [
          .measured(event.onsetSeconds), .measured(event.durationSeconds),
          .measured(Double(event.amplitudeMicrovolts)), .measured(event.frequencyHz.map(Double.init)),
        ]
        let kind: [(String, JSONValue)] = isNaming ? [("kind", .text(event.kind.wording))] : []
        return .object(kind + Array(zip(EventsTable.columns, values)))
      })
  }
}
