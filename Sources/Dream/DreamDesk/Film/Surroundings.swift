import Glibc

/// The process's environment.
enum Environment {
  /// A variable that is set and not empty.
  static subscript(name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}

/// The machine.
enum Processor {
  /// How many processors are on, at most 16.
  static var count: Int { min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 16) }
}
