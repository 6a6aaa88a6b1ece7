import Show

/// A place in a text: lines and columns count from 1, columns in Unicode scalars.
struct Place: Hashable, Comparable, Sendable {
  var line: Int
  var column: Int
  /// Where the words really stand that a template put here, for a person; nothing for what stands here itself.
  var origin: String?

  init(line: Int, column: Int, origin: String? = nil) {
    (self.line, self.column, self.origin) = (line, column, origin)
  }

  static let start = Place(line: 1, column: 1)

  static func < (left: Place, right: Place) -> Bool { (left.line, left.column) < (right.line, right.column) }

  /// The place so many characters further on the same line.
  func moved(by columns: Int) -> Place {
    origin == nil ? Place(line: line, column: column + columns) : self
  }
}

/// Something wrong in a show's or a configuration's text, and where it stands.
public struct Fault: Hashable, Sendable, Codable, Error, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable, Codable {
    /// The text cannot be used as it stands.
    case fault
    /// The text can be used, but likely does not say what was meant.
    case warning
  }

  /// The file, relative to the show's folder.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in Unicode scalars.
  public var column: Int
  /// How bad it is.
  public var severity: Severity
  /// What is wrong, in the terms of the field.
  public var message: String
  /// The way out.
  public var hint: String

  /// A fault at a place.
  public init(
    file: String, line: Int, column: Int, severity: Severity = .fault, message: String, hint: String
  ) {
    (self.file, self.line, self.column) = (file, line, column)
    (self.severity, self.message, self.hint) = (severity, message, hint)
  }

  /// As compilers and editors write it: `file:line:column: message — hint`; a warning says that it is one.
  public var description: String {
    "\(file):\(line):\(column): \(severity == .warning ? "warning: " : "")\(message) — \(hint)"
  }
}

/// Collects what is wrong in one file while it is read; bounded, so that a broken file does not fill the memory.
final class FaultList {
  static let mostFaults = 500

  let file: String
  private(set) var faults: [Fault] = []
  private var known: Set<Fault> = []

  init(file: String) { self.file = file }

  var hasFaults: Bool { faults.contains { $0.severity == .fault } }

  func fault(_ place: Place, _ message: @autoclosure () -> String, _ hint: @autoclosure () -> String) {
    // Past the limit not even the words are made: hints look through all names.
    if faults.count < Self.mostFaults { add(place, .fault, message(), hint()) }
  }

  func warning(_ place: Place, _ message: @autoclosure () -> String, _ hint: @autoclosure () -> String) {
    if faults.count < Self.mostFaults { add(place, .warning, message(), hint()) }
  }

  private func add(_ place: Place, _ severity: Fault.Severity, _ message: String, _ hint: String) {
    let hint = place.origin.map { "\(hint) (\($0))" } ?? hint
    let fault = Fault(
      file: file, line: place.line, column: place.column, severity: severity, message: message, hint: hint)
    if known.insert(fault).inserted { faults.append(fault) }
  }

  /// The faults in the order of their places.
  var inOrder: [Fault] {
    faults.enumerated().sorted { ($0.1.line, $0.1.column, $0.0) < ($1.1.line, $1.1.column, $1.0) }.map(\.1)
  }
}

/// The hint for a misspelt word: the nearest candidate, or all of them where they are few.
func didYouMean(_ word: String, among candidates: some Sequence<String>, what: String) -> String {
  let all = Array(Set(candidates)).sorted()
  if let near = nearest(to: word, among: all) { return "did you mean `\(near)`?" }
  if all.isEmpty { return "there is no \(what) to choose from" }
  let shown = all.prefix(12).joined(separator: ", ") + (all.count > 12 ? " …" : "")
  return "\(what) can be \(shown)"
}
