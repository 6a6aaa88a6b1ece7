import Foundation

/// strace(1), which fails or ends a program at a system call of its choice.
enum Strace {
  /// Whether it is here and may trace.
  static let isUsable = (try? Child.run("strace", ["-f", "-o", "/dev/null", "true"])) != nil

  /// Runs a program under an injection.
  ///
  /// - Returns: what it printed, also where it failed or was killed.
  static func run(inject: String, _ words: [String]) throws -> String {
    let call = inject.split(separator: ":").first.map(String.init) ?? ""
    do {
      return try Child.run(
        "strace", ["-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(inject)"] + words)
    } catch let failure as Child.Failure {
      return failure.output
    }
  }
}
