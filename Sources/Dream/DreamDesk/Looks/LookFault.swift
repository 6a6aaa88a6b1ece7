/// A fault of a file of looks: where, what, and the way out.
struct LookFault: Error, Hashable, CustomStringConvertible {
  /// Line and column from 1.
  let line: Int, column: Int
  let message: String, hint: String

  var description: String { "\(line):\(column): \(message): \(hint)" }
}

/// All faults of a file of looks, in the order of their places.
struct LookFaults: Error, CustomStringConvertible {
  /// The file as it was given.
  let file: String
  let faults: [LookFault]

  var description: String { faults.map { "\(file):\($0)" }.joined(separator: "\n") }
}
