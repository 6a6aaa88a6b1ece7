import Onirica
import Yams

/// Reads a file of looks: what it does not say stays as the standard look has it.
///
/// ```yaml
/// look: 1
/// title: Tide
/// stages:
///   N2: { field: bumps, field-scale: 1.3, field-shown: [0.05, 0.95], trail-seconds: 2, tint: [0.3, 0.9, 1.1] }
/// ```
struct LookFile {
  /// The most bytes that a file may have.
  static let mostBytes = 1 << 18

  /// The words under the artist's name for it.
  let title: String
  let looks: StageLooks

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: how faults name it.
  /// - Throws: every fault, with line and column.
  init(_ text: String, file: String) throws(LookFaults) {
    var reader = LookReader()
    guard text.utf8.count <= LookFile.mostBytes else {
      reader.fault(1, 1, "the file is larger than \(LookFile.mostBytes / 1024) KiB", "a look is a page of numbers")
      throw LookFaults(file: file, faults: reader.faults)
    }
    do {
      if let root = try compose(yaml: text) {
        reader.read(root)
      } else {
        reader.fault(1, 1, "the file is empty", "begin with `look: 1`")
      }
    } catch {
      reader.fault(error)
    }
    guard reader.faults.isEmpty else {
      let ordered = reader.faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      throw LookFaults(file: file, faults: ordered)
    }
    title = reader.title
    looks = reader.looks
  }
}
