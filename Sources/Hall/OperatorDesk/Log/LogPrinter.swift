import Foundation
import Show

/// Prints lines of the log in one of its forms.
struct LogPrinter {
  /// A form of the log.
  enum Form { case people, json, csv }

  let form: Form
  var terminal = Terminal.current
  var zone = TimeZone.current

  /// Prints the heading, where the form has one.
  func begin() { if form == .csv { Output.write(LogRow.csvHeading + "\r\n") } }

  /// Prints a line.
  func print(_ row: LogRow) {
    switch form {
    case .json: Output.line(row.json)
    case .csv: Output.write(row.csv + "\r\n")
    case .people: Output.line(line(for: row, now: .now))
    }
  }

  /// A line for people: time, number, kind and what happened.
  func line(for row: LogRow, now: WallInstant) -> String {
    let time = row.wall?.text(now: now, zone: zone) ?? "clock unknown"
    let kind = row.kind.padding(toLength: max(row.kind.count, 12), withPad: " ", startingAt: 0)
    let number = row.seq > 0 ? "\(row.seq)" : "—"
    let head = "\(time)  \(String(repeating: " ", count: max(0, 6 - number.count)))\(number)  "
    let text = printable(row.text)
    return Style.faint.applied(to: head, on: terminal) + Style.faint.applied(to: kind, on: terminal) + " "
      + row.style.applied(to: text, on: terminal)
  }
}
