import Endings
import Foundation
import Glibc
import Onirica

/// A folder of looks, each a file NAME.yaml; `standard` is in the program.
struct LookFolder: Sendable {
  /// Why there is no such look.
  enum Fault: Error, CustomStringConvertible {
    case badName
    case absent(String)
    case faults(LookFaults)

    var description: String {
      switch self {
      case .badName: "a look is named by 1 to 64 letters, digits, dashes and underscores"
      case .absent(let name): "there is no look \(name) in the looks' folder"
      case .faults(let faults): faults.description
      }
    }
  }

  /// The look that needs no file.
  static let standard = "standard"
  /// Where looks are, if nothing else is said.
  static let usual = "/etc/regie/Scenes/looks"

  let path: String

  /// The names that there are, `standard` among them.
  var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let named = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.filter(LookFolder.isName)
    return Set(named).union([LookFolder.standard]).sorted()
  }

  static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
      }
  }

  /// Reads a look.
  ///
  /// - Parameter name: of a file in the folder, without its ending.
  /// - Throws: why there is none; every fault of its file with line and column.
  func looks(named name: String) throws(Fault) -> StageLooks {
    guard LookFolder.isName(name) else { throw .badName }
    let file = "\(path)/\(name).yaml"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      if name == LookFolder.standard { return .standard }
      throw .absent(name)
    }
    do throws(LookFaults) { return try LookFile(text, file: "\(name).yaml").looks } catch { throw .faults(error) }
  }

  /// Changes whenever the file of a look changes; nil where there is none.
  func stamp(of name: String) -> Int? {
    guard LookFolder.isName(name) else { return nil }
    var status = stat()
    guard stat("\(path)/\(name).yaml", &status) == 0 else { return nil }
    return status.st_mtim.tv_sec &* 1_000_003 &+ status.st_mtim.tv_nsec &+ Int(status.st_size)
  }
}
