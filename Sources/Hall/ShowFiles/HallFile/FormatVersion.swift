/// The version of the language that a file is written in: `regie: 1`.
enum FormatVersion {
  static let current = "1"

  /// Finds files of another version, and files that do not say.
  static func check(_ fields: Fields) {
    guard let written = fields.required("regie", "begin the file with `regie: \(current)`"),
      let text = written.text("regie", fields.faults), text != current
    else { return }
    fields.faults.fault(
      written.place, "this program reads version \(current) of the language, not `\(shortened(text))`",
      "write `regie: \(current)`")
  }
}
