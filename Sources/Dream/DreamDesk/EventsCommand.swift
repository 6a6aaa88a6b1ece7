import ArgumentParser
import Endings
import SleepLab

/// `reverie events`: the events of a night.
public struct EventsCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Print the events of a night.",
    discussion: """
      Of a prepared night they are those that it holds. Of a recording they are found now, by the parameters that are \
      given; --parameters lists those of a method, with their ranges and where they come from.
      """)

  @Argument(help: "The .night file; or a recording, in which events are looked for.")
  var night: String?

  @Option(help: "spindle, slow-wave, k-complex or rem; without it all kinds.", transform: EventsCommand.kind)
  var kind: SleepEvent.Kind?

  @Option(help: "The method that found them: regie, or yasa for YASA's definitions.", transform: EventsCommand.method)
  var method: EventMethod = .regie

  @Option(help: "Of a recording: an expert's stages; without any, those of the rules.")
  var hypnogram: String?

  @Option(
    name: .customLong("parameter"), help: "Of a recording: a parameter of the method, NAME=VALUE; repeat it.",
    transform: EventsCommand.assignment)
  var assignments: [Assignment] = []

  @Flag(name: .customLong("parameters"), help: "List the parameters of the method.")
  var isListing = false

  @OptionGroup var signals: MontageOptions

  @Flag(help: "Print comma-separated values (also without any flag).")
  var csv = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses two forms at once, and a night neither given nor needed.
  public func validate() throws {
    if csv && json { throw ValidationError("give --csv or --json, not both") }
    if isListing {
      guard night == nil else { throw ValidationError("--parameters needs no night") }
    } else if night == nil {
      throw ValidationError("give a night or a recording")
    }
    _ = try settings()
  }

  /// Prints the events; throws a fault with the contract's exit code.
  public func run() throws {
    guard !isListing, let night else {
      return print(json ? ParametersTable.json(of: method).written() : ParametersTable.text(of: method))
    }
    let found = NightFile.isNight(path: night) ? try held(in: night) : try found(in: night)
    let table = EventsTable(found.filter { kind == nil || $0.kind == kind }, naming: kind == nil)
    print(json ? table.json.written() : table.csv)
  }

  private func held(in path: String) throws -> [SleepEvent] {
    guard assignments.isEmpty, hypnogram == nil, !signals.isGiven else {
      throw CommandFault(
        .usage, "a night holds no signals to look for events in: give the recording it was made of")
    }
    return try NightInput.prepared(path, for: .research).night.events(by: method)
  }

  private func found(in path: String) throws -> [SleepEvent] {
    let recording = try LabFault.guarded { () throws(RecordingError) in try Recording(path: path) }
    let scored = try hypnogram.map { path in
      try LabFault.guarded { () throws(HypnogramError) in try HypnogramFile(path: path, of: recording) }
    }
    let montage = try signals.montage(of: recording)
    let settings = try settings()
    return try LabFault.guarded { () throws(PreparationError) in
      try Preparation.events(of: recording, hypnogram: scored, montage: montage, by: method, settings: settings)
    }
  }

  private func settings() throws -> EventSettings {
    var settings = EventSettings()
    for assignment in assignments {
      do throws(EventSettingError) {
        try settings.set(assignment.name, to: assignment.value, of: method)
      } catch {
        throw ValidationError(error.description)
      }
    }
    return settings
  }

  /// A parameter and its value.
  struct Assignment {
    var name: String
    var value: Double
  }

  private static func assignment(_ wording: String) throws -> Assignment {
    let parts = wording.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let value = Double(parts[1]) else {
      throw ValidationError("'\(wording)' is not NAME=VALUE, such as spindle.merge-s=0.5")
    }
    return Assignment(name: parts[0], value: value)
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

/// The parameters of a method as a table.
enum ParametersTable {
  static func text(of method: EventMethod) -> String {
    let width = parameters(of: method).map(\.name.count).max() ?? 0
    return parameters(of: method).map { parameter in
      let range = "\(number(parameter.range.lowerBound))…\(number(parameter.range.upperBound))"
      return [
        InspectCommand.padded(parameter.name, width + 2), InspectCommand.padded(number(parameter.usual), 8),
        InspectCommand.padded(range, 12), parameter.words,
      ].joined()
    }.joined(separator: "\n")
  }

  static func json(of method: EventMethod) -> JSONValue {
    .list(
      parameters(of: method).map { parameter in
        .object([
          ("name", .text(parameter.name)), ("value", .measured(parameter.usual)),
          ("least", .measured(parameter.range.lowerBound)), ("greatest", .measured(parameter.range.upperBound)),
          ("what", .text(parameter.words)),
        ])
      })
  }

  private static func parameters(of method: EventMethod) -> [EventParameter] {
    EventSettings.parameters.filter { $0.method == method }
  }

  private static func number(_ value: Double) -> String { PlainNumber.text(PlainNumber.rounded(value)) }
}
