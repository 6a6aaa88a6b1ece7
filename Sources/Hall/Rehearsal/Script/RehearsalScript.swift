import Show

/// What happens in a rehearsal beside its visitors: acts of operators, sensors and devices, faults, and expectations.
///
/// As text it has a line an act, a time before it and comments behind `#`:
///
/// ```
/// 10:00:05  onirica-presence = true
/// +2s       expect onirica in drowsing
/// +0s       desk: go onirica descent for 20m
/// ```
public struct RehearsalScript: Hashable, Sendable {
  /// The lines, in the order in which they happen.
  public var lines: [ScriptLine]

  /// A script of lines.
  public init(_ lines: [ScriptLine] = []) { self.lines = lines }

  /// Reads a script.
  ///
  /// - Parameter text: at most 1 MiB.
  /// - Throws: every line that cannot be read, at its place.
  public init(parsing text: String) throws(ScriptFaults) { lines = try ScriptReader.lines(of: text) }

  /// The script as text, which reads back as the same script: without comments, times in a column of their own.
  public var text: String {
    let width = min(24, lines.map { $0.time.description.count }.max() ?? 0)
    return lines.map { line in
      let time = line.time.description
      return time + String(repeating: " ", count: max(0, width - time.count) + 2) + line.act.description + "\n"
    }.joined()
  }
}

/// One line of a script.
public struct ScriptLine: Hashable, Sendable {
  /// When it happens.
  public var time: ScriptTime
  /// What happens.
  public var act: ScriptAct
  /// Where it stands in its text.
  public var place: Place

  /// Where a line and its words stand: no part of what the line means, so that all places are alike.
  public struct Place: Hashable, Sendable {
    /// The line, from 1; 0 for a line that was not read from a text.
    public var line: Int
    /// The column of each word, from 1.
    var columns: [String: Int] = [:]

    /// A place.
    public init(line: Int) { self.line = line }
    /// All places are alike.
    public static func == (left: Place, right: Place) -> Bool { true }
    /// All places are alike.
    public func hash(into hasher: inout Hasher) {}
  }

  /// A line of a script.
  public init(_ time: ScriptTime, _ act: ScriptAct, line: Int = 0) {
    (self.time, self.act, place) = (time, act, Place(line: line))
  }
}

/// When a line of a script happens.
public enum ScriptTime: Hashable, Sendable, CustomStringConvertible {
  /// So long after the line before; the first after the beginning of the rehearsal.
  case after(TimeSpan)
  /// At a time of the day of the line before; the first of the day on which the rehearsal begins.
  case at(TimeOfDay)
  /// On a day, at a time.
  case on(LocalTime)

  /// As it is written.
  public var description: String {
    switch self {
    case .after(let span): "+\(span)"
    case .at(let time): time.description
    case .on(let local): "\(local.date) \(local.time)"
    }
  }
}

/// What is wrong with a script, line by line.
public struct ScriptFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// A line that cannot be read, or makes no sense in the show.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int
    /// What is wrong.
    public var message: String
    /// The way out.
    public var hint: String

    /// A fault at a place.
    public init(line: Int, column: Int, message: String, hint: String) {
      (self.line, self.column, self.message, self.hint) = (line, column, message, hint)
    }

    /// As compilers write it, without the file: `line:column: message — hint`.
    public var description: String { "\(line):\(column): \(message) — \(hint)" }
  }

  /// The faults, in the order of their places; at most 100.
  public var faults: [Fault]

  /// Faults.
  public init(_ faults: [Fault]) { self.faults = faults }

  /// All of them, a line each.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
