import Glibc
import Simulator

/// `hall-simulator`: runs simulations of the whole hall, each twice, and says which promise broke in which.
@main
struct Command {
  private var seeds: ClosedRange<UInt64> = 1...1
  private var simulation = Simulation(seed: 1)
  private var traces = false
  private var shrinks = true
  private var tellsDigest = false

  static func main() {
    if CommandLine.arguments.contains(where: ["--help", "-h"].contains) { return print(usage) }
    do throws(Misuse) {
      let command = try Command(Array(CommandLine.arguments.dropFirst()))
      exit(command.run() ? 0 : 1)
    } catch {
      print("hall-simulator: \(error.text)\n\(usage)")
      exit(64)
    }
  }

  private static let usage = """
    hall-simulator [--seed N | --seeds A..B] [--events M] [--trace] [--digest] [--no-shrink] [--without FAULT,…] [--break PROMISE]
      faults:   \(Fault.allCases.map(\.rawValue).joined(separator: " "))
      promises: \(Sabotage.allCases.map(\.rawValue).joined(separator: " "))
    """

  private struct Misuse: Error { let text: String }

  private init(_ words: [String]) throws(Misuse) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--trace": traces = true
      case "--no-shrink": shrinks = false
      case "--digest": tellsDigest = true
      default: try take(word, rest.popFirst())
      }
    }
  }

  private mutating func take(_ word: String, _ value: String?) throws(Misuse) {
    guard let value else { throw Misuse(text: "`\(word)` is unknown, or needs a value") }
    switch word {
    case "--seed":
      guard let seed = UInt64(value) else { throw Misuse(text: "`\(value)` is no seed") }
      seeds = seed...seed
    case "--seeds":
      let ends = value.split(separator: ".").compactMap { UInt64($0) }
      guard ends.count == 2, ends[0] <= ends[1] else { throw Misuse(text: "`\(value)` is no range such as 1..200") }
      seeds = ends[0]...ends[1]
    case "--events":
      guard let events = Int(value), events > 0 else { throw Misuse(text: "`\(value)` is no number of events") }
      simulation.events = events
    case "--without":
      let faults = value.split(separator: ",").map { Fault(rawValue: String($0)) }
      guard !faults.contains(nil) else { throw Misuse(text: "`\(value)` names a fault that there is not") }
      simulation.without = Set(faults.compactMap { $0 })
    case "--break":
      guard let sabotage = Sabotage(rawValue: value) else { throw Misuse(text: "there is no promise `\(value)`") }
      simulation.sabotage = sabotage
    default: throw Misuse(text: "`\(word)` is unknown")
    }
  }

  /// Says something to who watches, on standard error.
  private func tell(_ text: String) { _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) } }

  private func run() -> Bool {
    if traces || tellsDigest {
      var one = simulation
      one.seed = seeds.lowerBound
      let outcome = one.run(trace: traces ? { print($0) } : nil)
      print(tellsDigest ? "\(outcome.digest)" : outcome.violation ?? "all promises held")
      return outcome.violation == nil
    }
    var campaign = Campaign(simulation)
    let isWatched = isatty(STDERR_FILENO) == 1
    for seed in seeds {
      if isWatched { tell("\r\(seed - seeds.lowerBound) of \(seeds.count) seeds, \(campaign.failures) failed") }
      campaign.run(seed: seed, shrinks: shrinks) { line in
        print(line)
        fflush(nil)
      }
    }
    if isWatched { tell("\r\u{1b}[K") }
    print(campaign.summary)
    return campaign.failures == 0
  }
}
