import Foundation
import Glibc

/// The last state that a screen had, kept across restarts. It appears whole or not at all; one that is damaged is as
/// good as none.
struct ScreenStateFile: Sendable {
  let path: String

  func load() -> DesiredState? {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)), bytes.count <= DesiredReader.bytesAtMost else {
      return nil
    }
    return try? JSONDecoder().decode(DesiredState.self, from: bytes)
  }

  /// - Returns: whether it is kept.
  @discardableResult
  func save(_ state: DesiredState) -> Bool {
    guard let bytes = try? JSONEncoder().encode(state) else { return false }
    return (try? bytes.write(to: URL(fileURLWithPath: path), options: .atomic)) != nil
  }
}
