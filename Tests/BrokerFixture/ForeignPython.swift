import Foundation

/// A Python with modules of others: the foreign ends that our side is tried against.
public enum ForeignPython {
  /// Where a Python stands that has a module; without one it is said where it comes from, and nothing is returned.
  ///
  /// - Parameter module: what is imported, for example `paho.mqtt.client`.
  public static func path(having module: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "/var/tmp")/.cache"
    let candidates = [environment["REGIE_PYTHON"], "python3", "/usr/bin/python3", "\(cache)/regie/python/bin/python"]
    let found = candidates.compactMap(\.self).first { (try? ChildProcess.run([$0, "-c", "import \(module)"])) != nil }
    if found == nil {
      print("no Python here has \(module): run Deploy/requirements, or name one that has it by REGIE_PYTHON")
    }
    return found
  }
}
